import { NestFactory } from '@nestjs/core';
import type { INestApplication } from '@nestjs/common';
import {
  webhooks as contracts,
  type DeliveryState,
  type DeliveryView,
  type Problem,
  type RequestContract,
  type RequestHeader,
  type Result,
} from '@enginehouse/contracts';
import { connectBus, type Bus } from '@enginehouse/messaging';
import {
  createLogger,
  HealthRegistry,
  nestLogger,
  newHeader,
  newSecretsKey,
  sealSecret,
} from '@enginehouse/service-kit';
import { waitUntil } from '@enginehouse/testing';
import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { openWebhooks, type WebhooksOptions } from '../webhooks.js';
import { SimulatedLogs } from './simulated-logs.js';

/** The service as it runs in production, in this process, with a client and the logs beside it. */
export interface RunningWebhooks {
  readonly bus: Bus;
  readonly logs: SimulatedLogs;
  readonly secretsKey: string;
  ask<C extends RequestContract>(
    contract: C,
    input: z.input<C['input']>,
    header?: RequestHeader,
  ): Promise<Result<z.output<C['output']>, Problem>>;
  /** Adds a webhook at an address of this host and answers its secret. */
  add(name: string, url: string, more?: object): Promise<string>;
  deliveries(name: string, state?: DeliveryState): Promise<readonly DeliveryView[]>;
  ready(): ReturnType<HealthRegistry['report']>;
  /** Ends this process's part and begins it again, with everything that is kept. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export type TestOptions = Pick<WebhooksOptions, 'databaseUrl' | 'natsUrl'> & {
  readonly migrationUrl?: string;
  readonly redisUrl?: string | undefined;
  readonly retryDelays?: readonly number[];
  readonly keep?: { readonly count: number; readonly age: number };
  readonly concurrency?: number;
  readonly maxWaiting?: number;
  readonly timeoutMs?: number;
  /** Gets every line that the service logs. */
  readonly onLog?: (line: string) => void;
};

/** A new secret as the api would make it. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** Answers, or the test ends with the problem. */
export function valueOf<T>(result: Result<T, Problem>): T {
  if (result.ok) return result.value;
  throw new Error(`${result.error.code}: ${result.error.detail}`);
}

/** Starts one, with logs that the test writes. */
export async function startWebhooks(options: TestOptions): Promise<RunningWebhooks> {
  const secretsKey = newSecretsKey();
  const bus = await connectBus({ url: options.natsUrl, service: 'api' });
  const logs = new SimulatedLogs();
  logs.serve(bus);
  let running = await open(options, secretsKey);
  const ask: RunningWebhooks['ask'] = (contract, input, header = newHeader('user:ada')) =>
    bus.request(contract, input, header, { timeoutMs: 15_000 });
  // The server learns of the subscriptions a moment after they were made.
  const answering = () => waitUntil(async () => (await ask(contracts.listWebhooks, {})).ok, { what: 'an answer' });
  await answering();
  return {
    bus,
    logs,
    secretsKey,
    ask,
    add: async (name, url, more = {}) => {
      const secret = newWebhookSecret();
      const sealed = { target: sealSecret(url, secretsKey), secret: sealSecret(secret, secretsKey) };
      valueOf(await ask(contracts.addWebhook, { name, internal: true, ...sealed, ...more }));
      return secret;
    },
    deliveries: async (name, state) => valueOf(await ask(contracts.listDeliveries, { name, state, limit: 200 })).items,
    ready: () => running.app.get(HealthRegistry, { strict: false }).report(),
    restart: async () => {
      await running.close();
      running = await open(options, secretsKey);
      await answering();
    },
    stop: async () => {
      await running.close();
      logs.stop();
      await bus.close();
    },
  };
}

async function open(
  options: TestOptions,
  secretsKey: string,
): Promise<{ app: INestApplication; close(): Promise<void> }> {
  const { onLog } = options;
  const logger = onLog
    ? createLogger({ service: 'webhooks', level: 'trace' }, { write: onLog })
    : createLogger({ service: 'webhooks', level: 'silent' });
  const { retryDelays = [0.05, 0.05], keep = { count: 1000, age: 3600 }, concurrency = 4, ...rest } = options;
  const webhooks = await openWebhooks(
    {
      timeoutMs: 2000,
      maxWaiting: 1000,
      ...rest,
      secretsKey,
      delivery: { retryDelays, concurrency, keep, lockMs: 3000, stopGraceMs: 200 },
    },
    logger,
  );
  const app = await NestFactory.create(webhooks.module, { logger: nestLogger(logger) });
  app.connectMicroservice({ strategy: webhooks.strategy });
  await app.startAllMicroservices();
  await app.init();
  return {
    app,
    close: async () => {
      await app.close();
      await webhooks.close();
    },
  };
}
