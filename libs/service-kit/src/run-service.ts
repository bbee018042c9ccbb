import 'reflect-metadata';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { CustomTransportStrategy } from '@nestjs/microservices';
import type { AddressInfo } from 'node:net';
import { collectDefaultMetrics, register } from 'prom-client';
import { nestLogger, type Logger } from './logger.js';

/** A service to run: its module, where it listens, its transport, and what to release at the end. */
export interface ServiceOptions {
  readonly service: string;
  readonly module: DynamicModule | Type;
  readonly http: { readonly host: string; readonly port: number };
  readonly logger: Logger;
  readonly strategy?: CustomTransportStrategy;
  readonly configure?: (app: NestExpressApplication) => void;
  /** Runs last, after requests in flight have ended: close connections here. */
  readonly onStop?: () => Promise<void>;
}

export interface RunningService {
  readonly port: number;
  stop(): Promise<void>;
}

const stopDeadlineMs = 10_000;

/** Exit status of a service whose port another process has (`EX_UNAVAILABLE` of sysexits.h). */
export const exitAddressTaken = 69;

/** Starts a service and stops it gracefully on SIGTERM or SIGINT; a second signal ends it at once. */
export async function runService(options: ServiceOptions): Promise<RunningService> {
  const { logger } = options;
  const app = await NestFactory.create<NestExpressApplication>(options.module, {
    logger: nestLogger(logger),
    bodyParser: false,
  });
  app.disable('x-powered-by');
  options.configure?.(app);
  register.setDefaultLabels({ service: options.service });
  collectDefaultMetrics();
  if (options.strategy) {
    app.connectMicroservice({ strategy: options.strategy });
    await app.startAllMicroservices();
  }
  await listen(app, options);
  const { port } = app.getHttpServer().address() as AddressInfo;
  logger.info({ host: options.http.host, port }, `${options.service} listens`);
  const stop = stopOnce(app, options);
  stopOnSignals(stop, logger);
  return { port, stop };
}

/** Who started this process can choose another port and start it again: it is told by the exit status. */
async function listen(app: NestExpressApplication, { service, http: { host, port }, logger }: ServiceOptions) {
  try {
    await app.listen(port, host);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') {
      throw error;
    }
    logger.fatal({ host, port }, `${service} cannot listen: another process has the port`);
    process.exit(exitAddressTaken);
  }
}

function stopOnce(app: NestExpressApplication, options: ServiceOptions): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  const run = async () => {
    await app.close();
    await options.onStop?.();
    options.logger.info(`${options.service} stopped`);
  };
  return () => (stopping ??= run());
}

function stopOnSignals(stop: () => Promise<void>, logger: Logger): void {
  let asked = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (asked) {
      process.exit(130);
    }
    asked = true;
    logger.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), stopDeadlineMs).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'the stop failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}
