export * from './result.js';
export * from './error-codes.js';
export * from './problem.js';
export * from './event.js';
export * from './request.js';
export * from './backend/definition.js';
export * from './backend/events.js';
export * from './backend/requests.js';
