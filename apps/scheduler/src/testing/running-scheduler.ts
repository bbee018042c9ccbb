import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { AddressInfo } from 'node:net';
import { createLogger, nestLogger } from '@enginehouse/service-kit';
import { openScheduler, type OpenScheduler, type SchedulerConnections } from '../scheduler.js';
import type { SchedulerSettings } from '../settings.js';

/** A scheduler as `main.ts` runs it, but within the test's process. */
export interface RunningScheduler extends OpenScheduler {
  /** What `/readyz` says: its status, and the detail of every check. */
  readyz(): Promise<{ readonly status: number; readonly body: string }>;
  stop(): Promise<void>;
}

export async function runScheduler(
  connections: SchedulerConnections,
  settings: Partial<SchedulerSettings> = {},
): Promise<RunningScheduler> {
  const logger = createLogger({ service: 'scheduler', level: 'fatal' });
  const defaults = {
    installation: 'test',
    suspectSeconds: 15,
    graceSeconds: 300,
    holdSeconds: 30,
    drainSeconds: 0.1,
    grants: [],
  };
  const scheduler = await openScheduler(connections, { ...defaults, ...settings }, logger);
  const app = await NestFactory.create<NestExpressApplication>(scheduler.module, { logger: nestLogger(logger) });
  app.connectMicroservice({ strategy: scheduler.strategy });
  await app.startAllMicroservices();
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  scheduler.leader.start();
  return {
    ...scheduler,
    readyz: async () => {
      const response = await fetch(`http://127.0.0.1:${port}/readyz`);
      return { status: response.status, body: await response.text() };
    },
    stop: async () => {
      await app.close();
      await scheduler.close();
    },
  };
}
