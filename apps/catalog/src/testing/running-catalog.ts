import { NestFactory } from '@nestjs/core';
import type { INestApplication } from '@nestjs/common';
import {
  err,
  ok,
  scheduling,
  type Problem,
  type RequestContract,
  type RequestHeader,
  type Result,
} from '@enginehouse/contracts';
import { connectBus, type Bus } from '@enginehouse/messaging';
import { createLogger, nestLogger } from '@enginehouse/service-kit';
import type { z } from 'zod';
import { openCatalog, type OpenCatalog } from '../catalog.js';
import { header } from './in-memory-catalog.js';
import { refusalOf } from './refusal-of.js';

/** A catalog as it runs in production, in this process, and a client beside it. */
export interface RunningCatalog {
  readonly app: INestApplication;
  readonly parts: OpenCatalog;
  readonly bus: Bus;
  /** Asks over NATS, as the api would. */
  ask<C extends RequestContract>(
    contract: C,
    input: z.input<C['input']>,
    asked?: RequestHeader,
  ): Promise<Result<z.output<C['output']>, Problem>>;
  stop(): Promise<void>;
}

/** Starts one; `deployments` stands in for the scheduler, `null` for a scheduler that is away. */
export async function startCatalog(urls: {
  readonly databaseUrl: string;
  readonly migrationUrl?: string;
  readonly natsUrl: string;
  readonly deployments?: ((backend: string, version: string | undefined) => readonly string[]) | null;
}): Promise<RunningCatalog> {
  const logger = createLogger({ service: 'catalog', level: 'silent' });
  const bus = await connectBus({ url: urls.natsUrl, service: 'api' });
  const deployments = urls.deployments === undefined ? () => [] : urls.deployments;
  if (deployments) {
    bus.serve(scheduling.holdUse, (hold) => {
      const refused = refusalOf(hold, deployments);
      return Promise.resolve(refused ? err(refused) : ok({}));
    });
    bus.serve(scheduling.releaseUse, () => Promise.resolve(ok({})));
  }
  const parts = await openCatalog(urls, logger);
  const app = await NestFactory.create(parts.module, { logger: nestLogger(logger) });
  app.connectMicroservice({ strategy: parts.strategy });
  await app.startAllMicroservices();
  await app.init();
  return {
    app,
    parts,
    bus,
    ask: (contract, input, asked = header()) => bus.request(contract, input, asked),
    stop: async () => {
      await app.close();
      await parts.close();
      await bus.close();
    },
  };
}
