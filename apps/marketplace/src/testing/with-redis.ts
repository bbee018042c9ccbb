import { testRedis, type TestRedis } from '@enginehouse/testing';

/** Where a test's jobs are kept. */
export const jobStores = ['PostgreSQL', 'Redis'] as const;

/** A Redis for syncs, where they are to be kept in one. */
export const redisFor = (store: (typeof jobStores)[number]): Promise<TestRedis | undefined> =>
  store === 'Redis' ? testRedis() : Promise.resolve(undefined);
