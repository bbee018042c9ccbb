import { afterAll, beforeAll, expect, it } from 'vitest';
import { webhooks as contracts } from '@enginehouse/contracts';
import { sealSecret } from '@enginehouse/service-kit';
import { testNats, testPostgres, waitUntil, type TestDatabase, type TestNats } from '@enginehouse/testing';
import { Receiver } from './testing/receiver.js';
import { newWebhookSecret, startWebhooks, type RunningWebhooks } from './testing/running-webhooks.js';

let database: TestDatabase;
let nats: TestNats;
let webhooks: RunningWebhooks;

beforeAll(async () => {
  [database, nats] = await Promise.all([testPostgres(), testNats()]);
  webhooks = await startWebhooks({ databaseUrl: database.url, natsUrl: nats.url });
});

afterAll(async () => {
  await webhooks.stop();
  await Promise.all([database.close(), nats.close()]);
});

const until = (what: string, check: () => boolean | Promise<boolean>) => waitUntil(check, { what, timeout: 15_000 });
const add = (name: string, url: string, internal = false) =>
  webhooks.ask(contracts.addWebhook, {
    name,
    internal,
    target: sealSecret(url, webhooks.secretsKey),
    secret: sealSecret(newWebhookSecret(), webhooks.secretsKey),
  });

it.each([
  'https://127.0.0.1/',
  'https://localhost/',
  'https://[::1]/',
  'https://[::ffff:10.0.0.1]/',
  'https://2130706433/',
  'https://10.1.2.3/',
  'https://192.168.0.1/',
  'https://169.254.169.254/latest/meta-data',
])('refuses to send to %s unless it is marked as internal', async (url) => {
  expect(await add('outside', url)).toMatchObject({ error: { code: 'address-not-allowed' } });
});

it('never sends to the metadata of a cloud', async () => {
  const refused = { error: { code: 'address-not-allowed' } };
  expect(await add('metadata', 'http://169.254.169.254/', true)).toMatchObject(refused);
  expect(await add('metadata', 'http://[fd00:ec2::254]/', true)).toMatchObject(refused);
});

it.each([
  ['http://example.com/', 'is not https'],
  ['https://user:secret@example.com/', 'has a user name or password'],
  ['ftp://example.com/', 'is no http or https URL'],
])('refuses %s', async (url, detail) => {
  expect(await add('odd', url)).toMatchObject({
    error: { code: 'invalid-input', errors: [{ code: 'bad-url', path: ['url'], detail }] },
  });
});

it('checks the address again when it or the mark changes', async () => {
  const receiver = await Receiver.start();
  await webhooks.add('moved', receiver.url);
  const change = (changes: object) => webhooks.ask(contracts.changeWebhook, { name: 'moved', changes });
  expect(await change({ internal: false })).toMatchObject({ error: { code: 'invalid-input' } });
  const target = sealSecret('https://10.0.0.1/', webhooks.secretsKey);
  expect(await change({ internal: false, target })).toMatchObject({ error: { code: 'address-not-allowed' } });
  expect(await change({ filters: { types: ['Version*'] } })).toMatchObject({ value: { changed: true } });
  await receiver.stop();
});

it('does not follow redirects', async () => {
  const elsewhere = await Receiver.start();
  const receiver = await Receiver.start(() => ({ status: 307, headers: { location: elsewhere.url } }));
  await webhooks.add('redirecting', receiver.url);
  webhooks.logs.append('catalog', 'VersionAdded');
  await until('the dead letter', async () => (await webhooks.deliveries('redirecting', 'dead')).length === 1);
  const [dead] = await webhooks.deliveries('redirecting');
  expect(dead?.lastAttempt).toMatchObject({
    status: 307,
    error: expect.stringContaining('redirects are not followed'),
  });
  expect(elsewhere.received).toEqual([]);
  await Promise.all([receiver.stop(), elsewhere.stop()]);
});

it('reads no more of an answer than it must', async () => {
  const receiver = await Receiver.start(() => ({ status: 200, body: 'x'.repeat(100_000) }));
  await webhooks.add('talkative', receiver.url);
  webhooks.logs.append('catalog', 'VersionAdded');
  await until('the dead letter', async () => (await webhooks.deliveries('talkative', 'dead')).length === 1);
  const [dead] = await webhooks.deliveries('talkative');
  expect(dead?.lastAttempt?.error).toContain('larger than 65536 bytes');
  await receiver.stop();
});

it('gives a receiver only so long', async () => {
  const receiver = await Receiver.start(() => new Promise(() => {}));
  await webhooks.add('silent', receiver.url);
  const tested = await webhooks.ask(contracts.testWebhook, { name: 'silent' });
  expect(tested).toMatchObject({ value: { status: null, error: expect.stringContaining('within 2000 ms') } });
  await receiver.stop();
});
