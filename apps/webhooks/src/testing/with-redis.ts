import { createRequire } from 'node:module';
import { testRedis, type TestRedis } from '@enginehouse/testing';

/** A Redis for deliveries; without the client that BullMQ takes for it, a test could only wait for ever. */
export async function redisForDeliveries(): Promise<TestRedis> {
  createRequire(import.meta.url).resolve('ioredis');
  return testRedis();
}
