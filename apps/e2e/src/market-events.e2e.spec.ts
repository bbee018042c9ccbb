import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient, follow } from '@enginehouse/client';
import type { RecordedEvent, ServiceView } from '@enginehouse/contracts';
import { waitUntil } from '@enginehouse/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { api } from './support/api.js';
import { unique } from './support/backends.js';
import { cli } from './support/cli.js';
import { crash, pidOf } from './support/crash.js';
import { IndexServer } from './support/index-server.js';
import { forget, indexOf, market } from './support/market.js';
import { stack } from './support/stack.js';

const source = unique('told');
const engine = unique('Told');
let server: IndexServer;
/** What the story below is made of, in order. */
const story = [
  'SourceAdded',
  'SourceSynced',
  'EntryChangeBegun',
  'EntryEnabled',
  'EntryChangeBegun',
  'EntryDisabled',
  'SourceRemoved',
];
const isOurs = ({ streamId }: Pick<RecordedEvent, 'streamId'>) =>
  streamId === `source:${source}` || streamId.startsWith(`entry:${source}/`);

const isBack = async () => (await api('GET', '/v1/marketplace/sources')).status === 200;

beforeAll(async () => {
  server = await IndexServer.start();
});
afterAll(async () => {
  await forget(source);
  await server.stop();
});

it('everything that happens reaches those who follow, once and in order, over NATS and as a stream', async () => {
  const client = createClient({ url: stack().apiUrl, token: stack().token });
  const creds = readFileSync(join(stack().dataDir, 'nats/access/follower.creds'), 'utf8');
  const followed: RecordedEvent[] = [];
  const troubles: string[] = [];
  const follower = follow(client, {
    log: 'marketplace',
    nats: { url: stack().natsUrl, creds },
    handler: (events) => void followed.push(...events),
    onTrouble: ({ detail }) => void troubles.push(detail),
  });
  await waitUntil(() => follower.source === 'nats', { what: 'the stream', timeout: 20_000 });
  const leaving = new AbortController();
  const stream = await client.events.events({ accept: 'text/event-stream', signal: leaving.signal });
  if (!stream.ok) throw new Error(stream.error.detail);
  const streamed: { readonly id: string | undefined; readonly log: string; readonly event: RecordedEvent }[] = [];
  const reading = (async () => {
    for await (const { id, data } of stream.value.value) {
      const { log, ...event } = JSON.parse(data) as RecordedEvent & { readonly log: string };
      streamed.push({ id, log, event });
    }
  })().catch(() => undefined);

  const url = server.put('/x.yaml', indexOf([{ name: engine }]));
  await market('source', 'add', source, '--http', url, '--internal', '--every', 'never', '--wait');
  await market('enable', engine);
  await market('disable', engine, '--yes');
  await market('source', 'remove', source, '--yes');

  await waitUntil(() => followed.some((event) => event.type === 'SourceRemoved' && isOurs(event)), {
    what: 'the follower',
  });
  await waitUntil(() => streamed.some(({ event }) => event.type === 'SourceRemoved'), { what: 'the stream of events' });
  leaving.abort();
  await follower.stop();
  await reading;
  expect(troubles).toEqual([]);
  expect(followed.filter(isOurs).map(({ type }) => type)).toEqual(story);
  expect(followed.map(({ position }) => position)).toEqual(followed.map((_, index) => index + 1));
  const marketplace = streamed.filter(({ log }) => log === 'marketplace');
  expect(marketplace.filter(({ event }) => isOurs(event)).map(({ event }) => event.type)).toEqual(story);
  for (const { id, event } of marketplace) expect(id).toContain(`marketplace-${event.position}`);
  expect(streamed.some(({ log }) => log === 'catalog')).toBe(true);
  const { out } = await cli(['events', 'tail', '--log', 'marketplace', '--from', '1', '--json'], { killAfter: 3000 });
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as RecordedEvent);
  expect(lines.filter(isOurs).map(({ type }) => type)).toEqual(story);
});

it('the log is verified with the others', async () => {
  const { code, out } = await cli(['log', 'verify']);
  expect(code).toBe(0);
  expect(out).toMatch(/catalog +intact[\s\S]*scheduling +intact[\s\S]*marketplace +intact/);
});

async function states() {
  const { items } = (await api<{ items: ServiceView[] }>('GET', '/v1/services')).body;
  return Object.fromEntries(items.map(({ name, state }) => [name, state]));
}

it('tells which service is silent, through API and command line, and when it is back', async () => {
  const allReady = { catalog: 'ready', scheduler: 'ready', marketplace: 'ready', webhooks: 'ready', gateway: 'ready' };
  await expect.poll(states, { timeout: 30_000 }).toEqual(allReady);
  const pid = pidOf('webhooks');
  process.kill(pid, 'SIGSTOP');
  try {
    await expect.poll(states, { timeout: 30_000 }).toEqual({ ...allReady, webhooks: 'silent' });
    const { code, out } = await cli(['status']);
    expect(code).toBe(0);
    expect(out).toMatch(/Services: +4 of 5 ready/);
    expect(out).toMatch(/webhooks +silent +nothing was heard of it for \d+ s; it was ready then/);
    const { attention } = JSON.parse((await cli(['--json', 'status'])).out) as { attention: unknown[] };
    expect(attention).toContainEqual(expect.objectContaining({ service: 'webhooks', state: 'silent' }));
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await expect.poll(states, { timeout: 30_000 }).toEqual(allReady);
});

it('while the marketplace is away everything else goes on, and it is said what is away', async () => {
  crash('marketplace');
  const status = await cli(['status']);
  expect(status.code).toBe(0);
  const leaving = new AbortController();
  const response = await fetch(`${stack().apiUrl}/v1/events`, {
    headers: { authorization: `Bearer ${stack().token}`, accept: 'text/event-stream' },
    signal: leaving.signal,
  });
  expect(response.status).toBe(200);
  leaving.abort();
  await waitUntil(isBack, { what: 'the marketplace to be back', timeout: 60_000 });
});
