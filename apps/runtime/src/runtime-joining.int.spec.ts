import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { prepareNatsAccess, type NatsAccess } from '@enginehouse/launcher';
import { mintUserJwt } from '@enginehouse/messaging';
import { HealthRegistry, workerKeyHeader, workerProxyKey } from '@enginehouse/service-kit';
import { freePort, temporaryDirectory, testDocker, testNats, waitUntil, type TestNats } from '@enginehouse/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { JoinDeskServer } from './testing/join-desk-server.js';
import { TestWorker, type TestPlace } from './testing/test-worker.js';

let nats: TestNats;
let keys: string;
let access: NatsAccess;
let place: TestPlace;
let worker: TestWorker;
let desk: JoinDeskServer;
let apiUrl: string;

beforeAll(async () => {
  keys = temporaryDirectory('nats-access');
  access = prepareNatsAccess(keys);
  nats = await testNats({ access: access.serverConfig });
});
afterAll(async () => {
  await nats.close();
  rmSync(keys, { recursive: true, force: true });
});

beforeEach(async () => {
  const docker = await testDocker();
  place = {
    natsUrl: nats.url,
    schedulerCreds: access.credsFile('scheduler'),
    dockerHost: docker.host,
    image: await docker.engineImage(),
    directory: temporaryDirectory('runtime'),
  };
  worker = await TestWorker.open(place);
  desk = new JoinDeskServer(({ token, publicKey }) => (token === 'good-token' ? admit(publicKey) : null));
  apiUrl = await desk.open();
});
afterEach(async () => {
  await worker.close();
  await desk.close();
});

/** Exactly what the api allows a worker. */
function admit(userPublicKey: string) {
  const { name, installation, secretsKey } = worker;
  const jwt = mintUserJwt({
    accountSeed: readFileSync(access.signingKeyFile, 'utf8').trim(),
    issuerAccount: access.accountPublicKey,
    userPublicKey,
    name: `worker:${name}`,
    publish: [
      `heartbeat.${name}`,
      `runtime.${name}.*.*`,
      `progress.${name}.*`,
      `logs.${name}.*`,
      `scheduler.worker.${name}.>`,
    ],
    subscribe: [`worker.${name}.>`, `_INBOX.w-${name}.>`],
    answerWithinMs: 60_000,
  });
  return { worker: name, natsUrl: nats.url, jwt, installation, secretsKey };
}

/** No credentials given: only what joining brings. */
const joining = (more: Readonly<Record<string, string>> = {}) => ({
  API_URL: apiUrl,
  NATS_URL: '',
  INSTALLATION_ID: '',
  SECRETS_KEY_FILE: '',
  ...more,
});
const ready = () => waitUntil(() => worker.scheduler.typesOf('chat-1').includes('InstanceReady'), { timeout: 20_000 });
const checksOf = (runtime: Awaited<ReturnType<TestWorker['start']>>) => {
  const health = new HealthRegistry();
  runtime.addChecks(health);
  return health.report().checks;
};

describe('joining', () => {
  it('makes a worker of the host, with a key that only this user can read', async () => {
    const tokenFile = join(place.directory, 'token');
    await worker.start(joining({ JOIN_TOKEN_FILE: tokenFile }));
    writeFileSync(tokenFile, 'good-token\n');
    worker.scheduler.assign(worker.serving());
    await ready();
    expect(desk.asked).toEqual([{ path: '/v1/workers/join', name: worker.name }]);
    expect(statSync(join(place.directory, 'data', 'identity.json')).mode & 0o777).toBe(0o600);
    await waitUntil(() => worker.scheduler.heartbeats.length > 0);
  });

  it('happens once: later starts need neither token nor api', async () => {
    const first = await worker.start(joining({ JOIN_TOKEN: 'good-token' }));
    worker.scheduler.assign(worker.serving());
    await ready();
    await worker.stop(first);
    await worker.start(joining({ API_URL: 'http://127.0.0.1:1' }));
    await waitUntil(() => worker.scheduler.typesOf('chat-1').includes('ContainerAdopted'), { timeout: 20_000 });
    expect(desk.asked).toHaveLength(1);
  });

  it('says what it waits for when the token is refused', async () => {
    const runtime = await worker.start(joining({ JOIN_TOKEN: 'bad-token' }));
    await waitUntil(() => desk.asked.length > 0);
    await waitUntil(() => checksOf(runtime)['joined']?.detail === 'the join token is not known');
    expect(checksOf(runtime)['joined']?.ok).toBe(false);
    expect(existsSync(join(place.directory, 'data', 'identity.json'))).toBe(false);
  });

  it('ends with leaving: the scheduler is told, the containers go, the identity too', async () => {
    const runtime = await worker.start(joining({ JOIN_TOKEN: 'good-token' }));
    worker.scheduler.assign(worker.serving());
    await ready();
    await worker.stop(runtime);
    const leaving = worker.spawn(joining(), ['leave']);
    expect(await once(leaving, 'exit')).toEqual([0, null]);
    expect(worker.scheduler.left).toEqual(['the worker was told to leave']);
    expect(await worker.containers()).toEqual([]);
    expect(existsSync(join(place.directory, 'data', 'identity.json'))).toBe(false);
  });
});

const [outside] = Object.values(networkInterfaces())
  .flat()
  .filter((each) => each?.family === 'IPv4' && !each.internal);

describe.skipIf(!outside)('a worker that others reach', () => {
  const address = outside?.address ?? '';

  it('lets in who shows the key, streams to them, and lists its address in the url', async () => {
    const proxyPort = await freePort();
    await worker.start(joining({ JOIN_TOKEN: 'good-token', WORKER_ADDRESS: address, PROXY_PORT: String(proxyPort) }));
    worker.scheduler.assign(worker.serving({ env: { WORD_DELAY: '100', ANSWER: 'one two three' } }));
    await ready();
    const { url, port } = worker.scheduler.readyAt('chat-1');
    expect(url).toBe(`http://${address}:${proxyPort}/i/chat-1`);

    await expect(fetch(`http://${address}:${port}/v1/models`)).rejects.toThrow('fetch failed');
    expect((await fetch(`${url}/v1/models`)).status).toBe(401);
    expect((await fetch(`${url}/v1/models`, { headers: { [workerKeyHeader]: 'a'.repeat(64) } })).status).toBe(401);

    const headers = { [workerKeyHeader]: workerProxyKey(worker.secretsKey) };
    const body = JSON.stringify({ stream: true, messages: [] });
    const answer = await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body });
    const arrivals: number[] = [];
    for await (const _ of answer.body ?? []) {
      arrivals.push(performance.now());
    }
    expect(arrivals.length).toBeGreaterThan(1);
    expect((arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThan(80);
    expect((await fetch(`http://${address}:${proxyPort}/i/other/v1/models`, { headers })).status).toBe(404);
  });
});
