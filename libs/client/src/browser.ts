export { createClientFor, type RouteTables } from './http/create-client-for.js';
export type { Answer, CallOptions, Client, ClientOptions, InputOf, Operation } from './http/client-types.js';
export { serverSentEvents, type ServerSentEvent } from './streams/server-sent-events.js';
