export { createClient } from './http/create-client.js';
export type { Answer, CallOptions, Client, ClientOptions, InputOf, Operation } from './http/client-types.js';
export type { ServerSentEvent } from './streams/server-sent-events.js';
