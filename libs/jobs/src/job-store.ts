import { createRedisBackend, withBackend, type BackendClasses, type IQueueBackend } from 'bullmq';

/** The prefix of all keys in Redis; in PostgreSQL it means nothing. Goes into the options of every queue and worker. */
export const keyPrefix = 'enginehouse';

/** Where BullMQ keeps its jobs. */
export interface JobStore {
  readonly name: 'PostgreSQL' | 'Redis';
  /** BullMQ's queue and worker on this store; `connection` goes into their options. */
  readonly classes: BackendClasses<IQueueBackend, never>;
  readonly connection: never;
  close(): Promise<void>;
}

/** Jobs in Redis; each queue has connections of its own, made again for as long as it takes. */
export const redisJobStore = (url: string): JobStore => ({
  name: 'Redis',
  classes: withBackend<IQueueBackend, never>(createRedisBackend),
  connection: { url, maxRetriesPerRequest: null } as never,
  close: () => Promise.resolve(),
});
