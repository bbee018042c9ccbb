import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { WebhookView } from '@enginehouse/contracts';
import { freePort, waitUntil } from '@enginehouse/testing';
import { api, refused } from './support/api.js';
import { testBackendYaml, unique } from './support/backends.js';
import { cli } from './support/cli.js';
import { stack } from './support/stack.js';

const page = resolve(import.meta.dirname, '../../../docs/webhooks.md');
const directory = mkdtempSync(join(tmpdir(), 'enginehouse-receiver-'));
const name = unique('hook');
const backend = `${unique('told')}-custom`;
let receiver: ChildProcess | undefined;
let secret = '';
let url = '';
let printed = '';

const seen = (text: string) => waitUntil(() => printed.includes(text), { what: text, timeout: 20_000 });

/** The receiver that the documentation shows, as it stands there. */
function startReceiver(port: number): ChildProcess {
  const [, code = ''] = /```js\n([\s\S]*?)```/.exec(readFileSync(page, 'utf8')) ?? [];
  const program = join(directory, 'receiver.mjs');
  writeFileSync(program, code);
  const env = { ...process.env, WEBHOOK_SECRET: secret, PORT: String(port) };
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  return child;
}

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}/hooks?token=canary-2b9e`;
  const added = await cli(['webhook', 'add', name, url, '--internal', '--subject', `backend:${backend}`]);
  if (added.code !== 0) throw new Error(added.err);
  secret = added.out.trim();
  receiver = startReceiver(port);
  await seen('listening');
});

afterAll(async () => {
  receiver?.kill();
  rmSync(directory, { recursive: true });
  await cli(['webhook', 'remove', name, '--yes']);
});

it('adding a webhook prints its secret and nothing else', () => {
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
});

it('a test event reaches the receiver of the documentation', async () => {
  const tested = await cli(['webhook', 'test', name]);
  expect(tested).toMatchObject({ code: 0, out: expect.stringContaining('delivered') });
  await seen(`0 WebhookTest webhook:${name}`);
});

it('a change of a backend is told, and verified there; what nobody signed is not believed', async () => {
  expect((await api('PUT', `/v1/backends/${backend}`, { yaml: testBackendYaml(backend) })).status).toBe(201);
  await api('DELETE', `/v1/backends/${backend}`);
  await seen(`BackendRegistered backend:${backend}`);
  await seen(`BackendDeleted backend:${backend}`);
  const forged = await fetch(url, { method: 'POST', body: '{"type":"Forged"}', headers: { 'webhook-id': 'x' } });
  expect(forged.status).toBe(401);
  await waitUntil(
    async () => (await cli(['webhook', 'deliveries', name, '--state', 'delivered'])).out.includes('BackendDeleted'),
    { what: 'the list of deliveries', timeout: 20_000 },
  );
  const { body } = await api<WebhookView>('GET', `/v1/webhooks/${name}`);
  expect(body).toMatchObject({ state: 'active', deliveries: { delivered: 2, dead: 0 } });
});

it('a webhook is for administrators to change and for operators to redrive; viewers see no address', async () => {
  const tokens = Object.fromEntries(
    await Promise.all(
      (['viewer', 'operator'] as const).map(async (role) => {
        const made = await api<{ token: string }>('POST', '/v1/tokens', { json: { name: unique(role), role } });
        return [role, made.body.token] as const;
      }),
    ),
  );
  const asked = async (token?: string) => (await api<WebhookView>('GET', `/v1/webhooks/${name}`, { token })).body.url;
  expect(await asked()).toBe(url.replace('canary-2b9e', '********'));
  expect(await asked(tokens['viewer'])).toBe(new URL(url).origin);
  const json = { name: unique('hook'), url: 'https://example.com/' };
  const { operator: token } = tokens;
  expect(await refused('POST', '/v1/webhooks', { token, json })).toMatchObject({ status: 403 });
  const redriven = await api('POST', `/v1/webhooks/${name}/redrive`, { token, json: { all: true } });
  expect(redriven).toMatchObject({ status: 200, body: { redriven: 0 } });
});

it('an address inside needs the mark, and says so', async () => {
  const json = { name: unique('hook'), url: 'https://127.0.0.1/' };
  expect(await refused('POST', '/v1/webhooks', { json })).toMatchObject({
    status: 422,
    body: { code: 'address-not-allowed', hint: expect.stringContaining('internal') },
  });
});

it('neither secret nor address is in any file that the product wrote', () => {
  const texts = [secret.slice('whsec_'.length), 'canary-2b9e'];
  const found = filesBelow(stack().dataDir).filter((file) => {
    const content = readFileSync(file);
    return texts.some((text) => content.includes(text));
  });
  expect(found).toEqual([]);
});

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'docker' ? [] : filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}
