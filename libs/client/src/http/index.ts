export { createClient } from './create-client.js';
export type { Answer, CallOptions, Client, ClientOptions, InputOf, Operation } from './client-types.js';
export { serverSentEvents, type ServerSentEvent } from '../streams/server-sent-events.js';
