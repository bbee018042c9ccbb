import { AsyncLocalStorage } from 'node:async_hooks';
import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger as Pino } from 'pino';

/** A structured logger: JSON lines, with the correlation id of the request at hand. */
export type Logger = Pino;

/** Injection token of the logger. */
export const LOGGER = Symbol('LOGGER');

const correlation = new AsyncLocalStorage<string>();

/** Runs something so that every log line within carries its correlation id. */
export const withCorrelation = <T>(correlationId: string, run: () => T): T => correlation.run(correlationId, run);

/** The correlation id at hand, if any. */
export const currentCorrelation = (): string | undefined => correlation.getStore();

const secretKeys = ['authorization', 'cookie', 'token', 'password', 'secret', 'seed', 'jwt', 'secretsKey', 'env'];
const redacted = secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);

/** Makes a service's logger. Fields whose names say that they hold secrets are never written. */
export function createLogger(
  options: { readonly service: string; readonly level: string },
  destination?: DestinationStream,
): Logger {
  const settings = {
    level: options.level,
    base: { service: options.service },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: redacted, censor: '[redacted]' },
    formatters: { level: (label: string) => ({ level: label }) },
    mixin: () => {
      const correlationId = currentCorrelation();
      return correlationId ? { correlationId } : {};
    },
  };
  return destination ? pino(settings, destination) : pino(settings);
}

/** Nest's own messages through our logger; its start-up chatter at debug. */
export function nestLogger(logger: Logger): LoggerService {
  const write =
    (level: 'debug' | 'warn' | 'error' | 'fatal') =>
    (message: unknown, ...more: unknown[]) =>
      logger[level](
        { context: more.at(-1) },
        message instanceof Error ? (message.stack ?? message.message) : String(message),
      );
  return {
    log: write('debug'),
    debug: write('debug'),
    verbose: write('debug'),
    warn: write('warn'),
    error: write('error'),
    fatal: write('fatal'),
  };
}
