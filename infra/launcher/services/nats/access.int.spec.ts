import fs from 'node:fs';
import path from 'node:path';
import { temporaryDirectory, testNats, type TestNats } from '@enginehouse/testing';
import { connect, credsAuthenticator, type NatsConnection } from 'nats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareNatsAccess } from './access.mjs';

const services = ['catalog', 'scheduler', 'api', 'marketplace', 'gateway', 'webhooks', 'follower'] as const;
type Service = (typeof services)[number];

/** Who may publish what; everybody else is refused. */
const publishers: Readonly<Record<string, readonly Service[]>> = {
  'catalog.backend.b.BackendRegistered': ['catalog'],
  'catalog.command.RegisterBackend': ['api', 'marketplace'],
  'scheduling.deployment.d.DeploymentCreated': ['scheduler'],
  'scheduler.command.CreateDeployment': ['api'],
  'catalog.query.Feed': ['api', 'scheduler', 'webhooks'],
  'catalog.query.ListBackends': ['api', 'scheduler', 'marketplace'],
  'webhooks.command.AddWebhook': ['api'],
  'worker.w.hint': ['scheduler'],
  'worker.w.logs': ['api'],
  'worker.w.weights': ['scheduler'],
  'runtime.w.i.ContainerStarted': [],
  'heartbeat.w': [],
  '$KV.ROUTES.d': ['scheduler'],
  '$KV.KEYS.k': ['api'],
  '$JS.API.STREAM.DELETE.RUNTIME': [],
  '$JS.API.STREAM.DELETE.KV_KEYS': [],
  '$JS.API.STREAM.PURGE.SCHEDULING': ['scheduler'],
  '$JS.API.STREAM.SNAPSHOT.CATALOG': [],
  '$JS.API.CONSUMER.CREATE.CATALOG': ['scheduler', 'marketplace', 'follower'],
  '$JS.API.CONSUMER.CREATE.CATALOG.scheduler': ['catalog', 'scheduler', 'marketplace'],
  '$JS.API.CONSUMER.MSG.NEXT.SCHEDULING.api': [],
  '$JS.FC.CATALOG.x': ['follower'],
  'marketplace.query.Feed': ['api', 'webhooks'],
  'marketplace.command.AddSource': ['api'],
  'marketplace.source.s.SourceSynced': ['marketplace'],
  'marketplace.entry.s.EntryEnabled': ['marketplace'],
  '$JS.API.STREAM.DELETE.MARKETPLACE': ['marketplace'],
  '$JS.API.STREAM.MSG.GET.MARKETPLACE': ['marketplace'],
  '$JS.API.CONSUMER.CREATE.MARKETPLACE': ['follower'],
  '$JS.FC.MARKETPLACE.x': ['follower'],
  'live.CATALOG.catalog.backend.b.BackendRegistered': [],
  'service.catalog.beat': ['catalog'],
  'service.gateway.beat': ['gateway'],
  '$SYS.REQ.SERVER.PING': [],
};

/** Who may subscribe to what. */
const subscribers: Readonly<Record<string, readonly Service[]>> = {
  'catalog.command.RegisterBackend': ['catalog'],
  'scheduler.worker.w.assignments': ['scheduler'],
  'heartbeat.w': ['scheduler'],
  'worker.w.>': [],
  '_INBOX.>': [],
  '_INBOX.api.x': ['api'],
  'service.*.beat': ['api'],
  'webhooks.query.GetWebhook': ['webhooks'],
  'marketplace.command.AddSource': ['marketplace'],
  'marketplace.source.>': [],
  '_INBOX.follower.x': ['follower'],
  'catalog.backend.>': [],
  'live.CATALOG.>': ['follower'],
  '>': [],
};

const expected = (table: Readonly<Record<string, readonly Service[]>>, name: Service) =>
  Object.keys(table).filter((subject) => !table[subject]?.includes(name));

describe('the permissions of each service', () => {
  let server: TestNats;
  const directory = temporaryDirectory('access');
  const connections = new Map<string, NatsConnection>();

  beforeAll(async () => {
    const access = prepareNatsAccess(directory);
    server = await testNats({ access: access.serverConfig });
    for (const name of services) {
      const authenticator = credsAuthenticator(fs.readFileSync(access.credsFile(name)));
      const options = { servers: server.url, inboxPrefix: `_INBOX.${name}`, authenticator, reconnect: false };
      connections.set(name, await connect(options));
    }
  });
  afterAll(async () => {
    await Promise.all([...connections.values()].map((connection) => connection.close()));
    await server.close();
    fs.rmSync(directory, { recursive: true });
  });

  /** What the server refuses one connection, asked in one go: a refusal comes before the answer to a ping. */
  const refusals = async (name: Service, use: (connection: NatsConnection) => void): Promise<readonly string[]> => {
    const connection = connections.get(name) as NatsConnection;
    const refused: string[] = [];
    const statuses = connection.status();
    void (async () => {
      for await (const { permissionContext } of statuses) refused.push(permissionContext?.subject ?? '');
    })();
    use(connection);
    await connection.flush();
    await new Promise((resolve) => setTimeout(resolve, 20));
    return refused;
  };
  it.each(services)('let %s publish its own subjects only', async (name) => {
    const refused = await refusals(name, (connection) => {
      for (const subject of Object.keys(publishers)) connection.publish(subject);
    });
    expect(new Set(refused)).toEqual(new Set(expected(publishers, name)));
  });

  it.each(services)('let %s subscribe to its own subjects only', async (name) => {
    const refused = await refusals(name, (connection) => {
      for (const subject of Object.keys(subscribers)) connection.subscribe(subject, { callback: () => undefined });
    });
    expect(new Set(refused)).toEqual(new Set(expected(subscribers, name)));
  });

  it('are kept with the keys: a second start admits the credentials of the first', async () => {
    const creds = fs.readFileSync(path.join(directory, 'api.creds'));
    prepareNatsAccess(directory);
    const connection = await connect({ servers: server.url, authenticator: credsAuthenticator(creds) });
    await connection.close();
    expect(fs.statSync(path.join(directory, 'keys.json')).mode & 0o077).toBe(0);
  });
});
