export { createClient } from './http/create-client.js';
export type { Answer, CallOptions, Client, ClientOptions, InputOf, Operation } from './http/client-types.js';
export type { ServerSentEvent } from './streams/server-sent-events.js';
export type { Checkpoint, CheckpointSource } from './follow/checkpoint.js';
export { follow, type Follower, type FollowEnd, type FollowOptions, type Trouble } from './follow/follow.js';
export type { LogFork } from './follow/fork.js';
export type { NatsAccess } from './nats/nats-access.js';
export { knownEvent, type KnownEvent } from './follow/known-event.js';
