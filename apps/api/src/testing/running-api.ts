import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { connectBus, type Bus } from '@enginehouse/messaging';
import { createLogger, HealthRegistry, newSecretsKey } from '@enginehouse/service-kit';
import { testNats, testPostgres, type TestDatabase, type TestNats } from '@enginehouse/testing';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { AddressInfo } from 'node:net';
import type { DataSource } from 'typeorm';
import { NatsKeyMirror } from '../adapters/nats/nats-key-mirror.js';
import { openDatabase } from '../adapters/typeorm/database.js';
import { TypeormJoinTokenStore } from '../adapters/typeorm/typeorm-join-token-store.js';
import { TypeormSignInCodeStore } from '../adapters/typeorm/typeorm-sign-in-code-store.js';
import { TypeormTokenStore } from '../adapters/typeorm/typeorm-token-store.js';
import { AppModule } from '../app.module.js';
import { configureHttp } from '../http/configure-http.js';
import type { JoinOptions } from '../workers/join-worker.js';

/** What a test sends. */
export interface TestRequest {
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** The api with real PostgreSQL and NATS; the services behind it are for the test to serve on `services`. */
export interface RunningApi {
  readonly url: string;
  readonly adminToken: string;
  readonly joinToken: string;
  readonly secretsKey: string;
  /** A bus on which the test plays the catalog, the scheduler and the workers. */
  readonly services: Bus;
  readonly nats: TestNats;
  readonly printed: readonly string[];
  fetch(method: string, path: string, request?: TestRequest): Promise<Response>;
  stop(): Promise<void>;
}

/** What outlives one process: tests of restarts start the api on it twice. */
export interface Surroundings {
  readonly nats: TestNats;
  readonly database: TestDatabase;
  close(): Promise<void>;
}

export async function surroundings(): Promise<Surroundings> {
  const [nats, database] = await Promise.all([testNats(), testPostgres()]);
  return {
    nats,
    database,
    close: async () => {
      await nats.close();
      await database.close();
    },
  };
}

export interface StartOptions {
  readonly directory?: string;
  readonly accountSeed?: string;
  readonly gatewayUrl?: string;
  readonly webDirectory?: string;
  readonly trustedProxies?: readonly string[];
  /** The same key as before, for what outlives a process. */
  readonly secretsKey?: string;
  /** Takes the lines of the log. */
  readonly onLog?: (line: string) => void;
}

/** Starts the api as `main.ts` does, on a free port. */
export async function startApi(around: Surroundings, options: StartOptions = {}): Promise<RunningApi> {
  const { nats, database } = around;
  const [bus, services] = await Promise.all([
    connectBus({ url: nats.url, service: 'api' }),
    connectBus({ url: nats.url, service: 'simulated' }),
  ]);
  const dataSource = await openDatabase({ url: database.url });
  const secretsKey = options.secretsKey ?? newSecretsKey();
  const printed: string[] = [];
  const keyMirror = new NatsKeyMirror(bus, createLogger({ service: 'api', level: 'silent' }));
  const app = await createApp({ bus, dataSource, keyMirror, printed, secretsKey, natsUrl: nats.url, options });
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const adminToken = firstToken(options.directory, 'admin-token', printed);
  return {
    url,
    adminToken,
    joinToken: firstToken(options.directory, 'join-token', printed),
    secretsKey,
    services,
    nats,
    printed,
    fetch: async (method, path, request = {}) => {
      // What the test serves is known to NATS: else the api's request would find nobody there.
      await services.caughtUp(1000);
      return send(`${url}${path}`, method, { token: adminToken, ...request });
    },
    stop: async () => {
      await app.close();
      keyMirror.stop();
      await services.close();
      await bus.close();
      await dataSource.destroy();
    },
  };
}

interface Parts {
  readonly bus: Bus;
  readonly dataSource: DataSource;
  readonly keyMirror: NatsKeyMirror;
  readonly printed: string[];
  readonly secretsKey: string;
  readonly natsUrl: string;
  readonly options: StartOptions;
}

async function createApp(parts: Parts): Promise<NestExpressApplication> {
  const { onLog, gatewayUrl, webDirectory = '/nowhere', trustedProxies } = parts.options;
  const logger = onLog
    ? createLogger({ service: 'api', level: 'trace' }, { write: onLog })
    : createLogger({ service: 'api', level: 'silent' });
  const join: JoinOptions = {
    natsUrl: parts.natsUrl,
    installation: 'test',
    secretsKey: parts.secretsKey,
    accountSeed: parts.options.accountSeed ?? null,
  };
  const module = AppModule.forRoot({
    bus: parts.bus,
    logger,
    health: new HealthRegistry(),
    tokens: new TypeormTokenStore(parts.dataSource),
    joinTokens: new TypeormJoinTokenStore(parts.dataSource),
    signInCodes: new TypeormSignInCodeStore(parts.dataSource),
    gatewayUrl,
    keyMirror: parts.keyMirror,
    firstTokens: { directory: parts.options.directory ?? null, print: (line) => void parts.printed.push(line) },
    join,
  });
  const app = await NestFactory.create<NestExpressApplication>(module, { logger: false, bodyParser: false });
  configureHttp(app, { webDirectory, trustedProxies });
  await app.listen(0, '127.0.0.1');
  return app;
}

/** From its file where there is a folder for it, else from what was printed. */
function firstToken(directory: string | undefined, file: 'admin-token' | 'join-token', printed: readonly string[]) {
  if (directory === undefined) {
    return secretIn(printed, file === 'admin-token' ? 'eh_' : 'ehj_');
  }
  const place = path.join(directory, file);
  return existsSync(place) ? readFileSync(place, 'utf8').trim() : '';
}

const secretIn = (lines: readonly string[], prefix: string) =>
  lines.flatMap((line) => line.split(' ')).find((word) => word.startsWith(prefix)) ?? '';

function send(url: string, method: string, request: TestRequest): Promise<Response> {
  const { token, headers = {}, json, body, signal } = request;
  return fetch(url, {
    method,
    redirect: 'manual',
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    ...(body === undefined ? {} : { body }),
    ...(signal ? { signal } : {}),
  });
}

/** Reads a streamed answer until something in it is found; the text so far. */
export async function readUntil(response: Response, found: (text: string) => boolean): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (found(text)) {
      break;
    }
  }
  return text;
}
