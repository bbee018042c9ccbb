import { keysBucket, routesBucket, type Route } from '@enginehouse/contracts';
import { connectBus, type KeyValue, type NatsBus } from '@enginehouse/messaging';
import { createLogger, HealthRegistry } from '@enginehouse/service-kit';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { AppModule } from '../app.module.js';
import type { Config } from '../config.js';
import { createGateway } from '../gateway.js';
import { configureHttp } from '../http/configure-http.js';

export const testToken = 'eh_test';

/** A gateway in this process, and what it has logged about requests. */
export interface RunningGateway {
  readonly url: string;
  readonly records: readonly Readonly<Record<string, unknown>>[];
  post(body: unknown, more?: RequestInit & { readonly path?: string }): Promise<Response>;
  get(path: string): Promise<Response>;
  stop(): Promise<void>;
}

/** Starts the gateway as `main.ts` does, on a free port. */
export async function startGateway(natsUrl: string, more: Partial<Config> = {}): Promise<RunningGateway> {
  const records: Record<string, unknown>[] = [];
  const lines = { write: (line: string) => void records.push(JSON.parse(line) as Record<string, unknown>) };
  const logger = createLogger({ service: 'gateway', level: 'info' }, lines);
  const health = new HealthRegistry();
  const config: Config = {
    HTTP_HOST: '127.0.0.1',
    HTTP_PORT: 0,
    NATS_URL: natsUrl,
    LOG_LEVEL: 'info',
    UPSTREAM_ANSWER_TIMEOUT_SECONDS: 10,
    UPSTREAM_IDLE_TIMEOUT_SECONDS: 10,
    ...more,
  };
  const gateway = createGateway(config, logger, health);
  const module = AppModule.forRoot({ logger, health });
  const app = await NestFactory.create<NestExpressApplication>(module, { logger: false, bodyParser: false });
  configureHttp(app, gateway.proxy);
  await app.listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  const authorization = `Bearer ${testToken}`;
  return {
    url,
    records,
    post: (body, { path = '/v1/chat/completions', headers, ...init } = {}) =>
      fetch(`${url}${path}`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', ...(headers as Record<string, string>) },
        body: typeof body === 'string' ? body : JSON.stringify(body),
        ...init,
      }),
    get: (path) => fetch(`${url}${path}`, { headers: { authorization } }),
    stop: async () => {
      await app.close();
      await gateway.stop();
    },
  };
}

/** The buckets that the control plane fills. */
export interface ControlPlane {
  readonly keys: KeyValue;
  readonly routes: KeyValue;
  putRoute(route: Partial<Route> & { readonly modelName: string }, ...urls: readonly string[]): Promise<void>;
  isConnected(): boolean;
  close(): Promise<void>;
}

/** Plays the api and the scheduler: makes the buckets and the key of `testToken`. */
export async function controlPlane(natsUrl: string): Promise<ControlPlane> {
  const bus: NatsBus = await connectBus({ url: natsUrl, service: 'control-plane' });
  const keys = await bus.keyValue(keysBucket, { create: true });
  const routes = await bus.keyValue(routesBucket, { create: true });
  const hash = createHash('sha256').update(testToken).digest('hex');
  await keys.put(hash, { name: 'test', role: 'viewer', expiresAt: null });
  return {
    keys,
    routes,
    putRoute: (route, ...urls) => {
      const deployment = route.deployment ?? route.modelName.replaceAll(/[^a-z0-9-]/g, '-');
      const instances = urls.map((url, index) => ({ id: `${deployment}-${index}`, generation: 1, url }));
      const createdAt = '2026-01-01T00:00:00.000Z';
      return routes.put(deployment, { deployment, state: 'ready', reason: '', instances, createdAt, ...route });
    },
    isConnected: () => bus.state().connected,
    close: () => bus.close(),
  };
}
