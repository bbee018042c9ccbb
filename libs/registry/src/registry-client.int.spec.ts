import { createHash } from 'node:crypto';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  freePort,
  imageIndex,
  privateCa,
  registryAccount,
  registryImage,
  testRegistry,
  type TestRegistry,
} from '@enginehouse/testing';
import { createRegistryClient } from './registry-client.js';
import { fakeAnswers, type FakeAnswer } from './test-support/fake-answers.js';
import { tokenDoor } from './test-support/token-door.js';

let registry: TestRegistry;
let locked: TestRegistry;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  [registry, locked] = await Promise.all([testRegistry(), testRegistry({ locked: true })]);
});
afterEach(() => Promise.all(closing.splice(0).map((close) => close())));
afterAll(() => Promise.all([registry.close(), locked.close()]));

const config = {
  Entrypoint: ['/engine', '--serve'],
  Cmd: ['--help'],
  WorkingDir: '/work',
  User: '1000:1000',
  Env: ['PATH=/bin', 'OPTS=a=b', 'EMPTY='],
  ExposedPorts: { '8000/tcp': {} },
  Labels: { 'org.example.title': 'engine' },
};
const arm = { os: 'linux', architecture: 'arm64', variant: 'v8' };
const client = createRegistryClient();
const withAccount = (account: { username: string; password: string }) =>
  createRegistryClient({ accountFor: () => Promise.resolve(account) });

async function fake(answers: Readonly<Record<string, FakeAnswer | null>>) {
  const server = await fakeAnswers(answers);
  closing.push(() => server.close());
  return server;
}

describe('the facts of an image', () => {
  it.each(['oci', 'docker'] as const)('are read without its layers (%s)', async (format) => {
    const image = registryImage({ format, config, layerSizes: [1000, 2000] });
    const reference = await registry.push('team/engine', `facts-${format}`, image);
    const sizeBytes = image.blobs.slice(1).reduce((sum, { bytes }) => sum + bytes.length, 0);
    expect(await client.imageFacts(reference)).toEqual({
      ok: true,
      value: {
        image: reference,
        digest: image.manifest.digest,
        platforms: ['linux/amd64'],
        entrypoint: ['/engine', '--serve'],
        command: ['--help'],
        workingDirectory: '/work',
        user: '1000:1000',
        env: { PATH: '/bin', OPTS: 'a=b', EMPTY: '' },
        exposedPorts: ['8000/tcp'],
        labels: { 'org.example.title': 'engine' },
        sizeBytes,
        createdAt: '2026-11-02T03:04:05Z',
      },
    });
  });

  it('say nothing where the image says nothing', async () => {
    const reference = await registry.push('team/engine', 'bare', registryImage());
    expect(await client.imageFacts(reference)).toMatchObject({
      ok: true,
      value: { entrypoint: null, command: null, workingDirectory: null, user: null, env: {}, exposedPorts: [] },
    });
  });

  it.each(['oci', 'docker'] as const)(
    "of several platforms are those of linux/amd64, under the index's digest (%s)",
    async (format) => {
      const images = [
        registryImage({ format, platform: arm, config: { Cmd: ['arm'] } }),
        registryImage({ format, config: { Cmd: ['amd'] } }),
        registryImage({ format, platform: { os: 'unknown', architecture: 'unknown' } }),
      ];
      const index = imageIndex(images, format);
      const reference = await registry.push('team/engine', `index-${format}`, index);
      expect(await client.imageFacts(reference)).toMatchObject({
        ok: true,
        value: { digest: index.manifest.digest, platforms: ['linux/arm64/v8', 'linux/amd64'], command: ['amd'] },
      });
    },
  );

  it('are those of the first platform where there is no linux/amd64', async () => {
    const index = imageIndex([registryImage({ platform: arm, config: { Cmd: ['arm'] } })]);
    const reference = await registry.push('team/engine', 'arm-only', index);
    expect(await client.imageFacts(reference)).toMatchObject({ ok: true, value: { command: ['arm'] } });
  });

  it('are those of the digest, whatever became of the tag', async () => {
    const first = registryImage({ config: { Cmd: ['first'] } });
    const reference = await registry.push('team/engine', 'moving', first);
    await registry.push('team/engine', 'moving', registryImage({ config: { Cmd: ['second'] } }));
    const asked = `${reference}@${first.manifest.digest}`;
    expect(await client.imageFacts(asked)).toMatchObject({
      ok: true,
      value: { image: asked, digest: first.manifest.digest, command: ['first'] },
    });
  });
});

describe('the digest of a tag', () => {
  it('is that of the index where there is one', async () => {
    const index = imageIndex([registryImage(), registryImage({ platform: arm })]);
    const reference = await registry.push('team/engine', 'digest', index);
    expect(await client.currentDigest(reference)).toEqual({ ok: true, value: index.manifest.digest });
  });

  it('is kept for a while, and asked again where a fresh one is wanted', async () => {
    const [one, other] = [registryImage(), registryImage()];
    const reference = await registry.push('team/engine', 'kept', one);
    await client.currentDigest(reference);
    await registry.push('team/engine', 'kept', other);
    expect(await client.currentDigest(reference)).toMatchObject({ value: one.manifest.digest });
    expect(await client.currentDigest(reference, { fresh: true })).toMatchObject({ value: other.manifest.digest });
    expect(await client.currentDigest(reference)).toMatchObject({ value: other.manifest.digest });
  });
});

describe('a registry that wants to know who asks', () => {
  it('lets the right account in', async () => {
    const image = registryImage({ config });
    const reference = await locked.push('team/engine', '1', image);
    expect(await withAccount(registryAccount).imageFacts(reference)).toMatchObject({
      ok: true,
      value: { digest: image.manifest.digest },
    });
  });

  it('refuses strangers and wrong passwords', async () => {
    const reference = await locked.push('team/engine', '2', registryImage());
    const stranger = await client.imageFacts(reference);
    expect(stranger).toMatchObject({ ok: false, error: { code: 'registry-denied', status: 422 } });
    expect(JSON.stringify(stranger)).toContain(`There is no account for ${locked.address}`);
    const wrong = await withAccount({ username: 'reader', password: 'hunter2' }).imageFacts(reference);
    expect(wrong).toMatchObject({ ok: false, error: { code: 'registry-denied' } });
    expect(JSON.stringify(wrong)).not.toContain('hunter2');
  });

  it('by tokens gets one for all that is read', async () => {
    const reference = await registry.push('team/engine', 'tokens', imageIndex([registryImage({ config })]));
    const door = await tokenDoor(registry.address, registryAccount);
    closing.push(() => door.close());
    const behind = reference.replace(registry.address, door.address);
    expect(await withAccount(registryAccount).imageFacts(behind)).toMatchObject({
      ok: true,
      value: { user: config.User },
    });
    expect(door.asked.map(({ query }) => query)).toEqual(['?service=test&scope=repository%3Ateam%2Fengine%3Apull']);
    expect(await client.imageFacts(behind)).toMatchObject({ ok: false, error: { code: 'registry-denied' } });
    expect(door.asked.at(-1)?.authorization).toBeUndefined();
  });

  it('in a way nobody knows is one that refuses', async () => {
    const server = await fake({ 'x/manifests/1': { status: 401, headers: { 'www-authenticate': 'Negotiate' } } });
    expect(await client.imageFacts(`${server.address}/x:1`)).toMatchObject({
      ok: false,
      error: { code: 'registry-denied' },
    });
    expect(server.requests).toHaveLength(1);
  });
});

describe('an image that cannot be told about', () => {
  it.each([
    ['an unknown tag', () => `${registry.address}/team/engine:none`],
    ['an unknown repository', () => `${registry.address}/nobody/none:1`],
    ['an unknown digest', () => `${registry.address}/team/engine@sha256:${'0'.repeat(64)}`],
    ['no image reference', () => 'http://x/UPPER'],
  ])('is not found: %s', async (_, reference) => {
    const answer = await client.imageFacts(reference());
    expect(answer).toMatchObject({ ok: false, error: { code: 'image-not-found', status: 422 } });
    expect(JSON.stringify(answer)).toContain(reference());
  });

  it('names the registry that is down', async () => {
    const address = `127.0.0.1:${await freePort()}`;
    const answer = await client.imageFacts(`${address}/x:1`);
    expect(answer).toMatchObject({ ok: false, error: { code: 'registry-unavailable', status: 503 } });
    expect(answer.ok ? '' : answer.error.detail).toBe(`http://${address} does not answer: the connection was refused.`);
  });

  it('is given up after the time limit', async () => {
    const server = await fake({ 'x/manifests/1': null });
    const hasty = createRegistryClient({ timeoutMs: 200 });
    expect(await hasty.imageFacts(`${server.address}/x:1`)).toMatchObject({
      ok: false,
      error: { code: 'registry-unavailable' },
    });
  });

  it('is not looked for at addresses that nobody may call', async () => {
    const image = '169.254.169.254/latest/meta-data:1';
    expect(await client.imageFacts(image)).toMatchObject({ ok: false, error: { code: 'address-not-allowed' } });
  });

  it('is read over TLS, and says what to do about a CA that nobody knows', async () => {
    const requests: string[] = [];
    const server = https.createServer(privateCa, (request, response) => {
      requests.push(request.url ?? '');
      response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => server.close(() => resolve())));
    const { port } = server.address() as AddressInfo;
    const resolving = createRegistryClient({ resolver: () => Promise.resolve(['127.0.0.1']) });
    const answer = await resolving.imageFacts(`registry.test:${port}/x:1`);
    expect(answer).toMatchObject({ ok: false, error: { code: 'registry-unavailable' } });
    expect(answer.ok ? '' : answer.error.hint).toContain('NODE_EXTRA_CA_CERTS');
    expect(requests).toEqual([]);
  });

  const type = 'application/vnd.oci.image.manifest.v1+json';
  it.each([
    [
      'another digest than its bytes have',
      { 'docker-content-digest': `sha256:${'a'.repeat(64)}` },
      '{}',
      'something else',
    ],
    [
      'a manifest of long ago',
      { 'content-type': 'application/vnd.docker.distribution.manifest.v1+json' },
      '{}',
      'no image',
    ],
    ['no JSON', { 'content-type': type }, '<html>', 'no image'],
    ['a path as a digest', { 'content-type': type }, '{"config":{"digest":"../../secret"}}', 'no image'],
  ])('is not believed: %s', async (_, headers, body, why) => {
    const server = await fake({ 'x/manifests/1': { headers, body } });
    const answer = await client.imageFacts(`${server.address}/x:1`);
    expect(answer).toMatchObject({ ok: false, error: { code: 'registry-unavailable' } });
    expect(answer.ok ? '' : answer.error.detail).toContain(why);
  });

  it('is not believed where its configuration was exchanged', async () => {
    const digest = `sha256:${createHash('sha256').update('{}').digest('hex')}`;
    const body = JSON.stringify({ config: { digest }, layers: [] });
    const server = await fake({
      'x/manifests/1': { headers: { 'content-type': type }, body },
      [`x/blobs/${digest}`]: { body: '{"config":{}}' },
    });
    expect(await client.imageFacts(`${server.address}/x:1`)).toMatchObject({
      ok: false,
      error: { detail: expect.stringContaining('something else') as string },
    });
  });

  it('may have a manifest of 4 MiB at most', async () => {
    const server = await fake({ 'x/manifests/1': { body: 'x'.repeat(4 * 1024 * 1024 + 1) } });
    expect(await client.imageFacts(`${server.address}/x:1`)).toMatchObject({
      ok: false,
      error: { code: 'registry-unavailable', detail: expect.stringContaining('larger') as string },
    });
  });

  it('says when a registry that wants rest may be asked again', async () => {
    const server = await fake({ 'x/manifests/1': { status: 429, headers: { 'retry-after': '17' } } });
    expect(await client.imageFacts(`${server.address}/x:1`)).toMatchObject({
      ok: false,
      error: { code: 'registry-unavailable', retryAfterSeconds: 17 },
    });
  });

  it('is asked about again, for failures are not kept', async () => {
    const server = await fake({});
    await client.imageFacts(`${server.address}/x:1`);
    await Promise.all([client.imageFacts(`${server.address}/x:1`), client.imageFacts(`${server.address}/x:1`)]);
    expect(server.requests).toHaveLength(2);
  });
});
