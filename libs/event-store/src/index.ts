export type {
  AppendOptions,
  AppendOutcome,
  Epoch,
  EventStore,
  Head,
  ReadAllOptions,
  ReadStreamOptions,
  StoreStatus,
} from './event-store.js';
export type { Follower, FollowOptions } from './follow.js';
export type { SqlTransaction, SubscribeOptions, Subscription } from './subscription.js';
export type { HoldOptions, Leadership } from './leadership.js';
export type { LogVerification } from './verification.js';
export { LogForkError, LogGapError, UnacceptableEventError } from './errors.js';
export { createEventStore, type EventStoreOptions } from './postgres/postgres-event-store.js';
export { migrate, type MigrateOptions } from './postgres/migrate.js';
export { InMemoryEventStore } from './memory/in-memory-event-store.js';
export { newEventId } from './event-id.js';
export { readFeedPage } from './feed-page.js';
export { guardPosition, type LogPlace } from './guard.js';
export { startRelay, type Relay, type RelayOptions, type RelayStatus } from './relay/relay.js';
export type { StoredMessage, StreamEnd, StreamMessage, StreamPublisher } from './relay/stream-publisher.js';
export { InMemoryPublisher } from './relay/in-memory-publisher.js';
