export { startBeats, type SelfReport } from './beats.js';
export type { Bus, RequestHandler, Stoppable, StreamOptions, TailOptions } from './bus.js';
export { connectBus, type BusOptions } from './connect.js';
export { NatsBus, type SurpriseListener } from './nats-bus.js';
export type { KeyValue, WatchHandler } from './key-value.js';
export { invalidInput } from './invalid-input.js';
export { BUS, BusModule } from './bus.module.js';
export { BusStrategy, type BusStrategyOptions } from './bus-strategy.js';
export { BusContext, DeliveryContext } from './contexts.js';
export { Consumes, Handles, busTransport } from './decorators.js';
export { PermanentError, type Delivery, type ParkedMessage } from './durable-consumer.js';
export {
  createAccountKey,
  createUserKey,
  isAccountSeed,
  isUserPublicKey,
  mintUserJwt,
  type NatsKey,
  type UserJwtOptions,
} from './nats-user-jwt.js';
export {
  createJetStreamPublisher,
  type JetStreamPublisher,
  type JetStreamPublisherOptions,
} from './jetstream-publisher.js';
