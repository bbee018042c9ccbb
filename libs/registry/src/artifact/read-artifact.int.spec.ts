import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  imageIndex,
  registryAccount,
  registryArtifact,
  registryImage,
  testRegistry,
  type TestRegistry,
} from '@enginehouse/testing';
import { digestOf } from '../digests.js';
import { fakeAnswers, type FakeAnswer } from '../test-support/fake-answers.js';
import { tokenDoor } from '../test-support/token-door.js';
import { checkArtifact, readArtifact, type ArtifactOptions } from './read-artifact.js';

let registry: TestRegistry;
let locked: TestRegistry;
const closing: (() => Promise<void>)[] = [];
beforeAll(async () => {
  [registry, locked] = await Promise.all([testRegistry(), testRegistry({ locked: true })]);
});
afterEach(() => Promise.all(closing.splice(0).map((close) => close())));
afterAll(() => Promise.all([registry.close(), locked.close()]));

const options: ArtifactOptions = {
  policy: 'internal',
  account: null,
  knownDigest: null,
  isWanted: () => true,
  maxFiles: 20,
  maxBytes: 1000,
  requestMs: 2000,
  timeoutMs: 10_000,
};
const files = { 'index.yaml': 'name: x\n', 'more/b.yaml': 'name: b\n', 'index.yaml.minisig': 'signature' };

const textsOf = (read: Awaited<ReturnType<typeof readArtifact>>) =>
  read.ok && read.value.kind === 'fetched'
    ? Object.fromEntries(read.value.files.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()]))
    : read;

async function fake(answers: Readonly<Record<string, FakeAnswer | null>>) {
  const server = await fakeAnswers(answers);
  closing.push(() => server.close());
  return server;
}

const type = 'application/vnd.oci.image.manifest.v1+json';
const layer = (text: string, more: object = {}) => ({
  digest: digestOf(Buffer.from(text)),
  size: text.length,
  annotations: { 'org.opencontainers.image.title': 'a.yaml' },
  ...more,
});
const manifest = (...layers: readonly object[]): FakeAnswer => ({
  headers: { 'content-type': type },
  body: JSON.stringify({ layers }),
});

describe('an artifact', () => {
  it('is read as the files that were pushed, under the digest of its manifest', async () => {
    const artifact = registryArtifact(files);
    const reference = await registry.push('team/market', '1', artifact);
    const told: (readonly [number, number | null])[] = [];
    const read = await readArtifact(reference, {
      ...options,
      onProgress: (bytes, total) => told.push([bytes, total]),
    });
    expect(read).toMatchObject({ ok: true, value: { digest: artifact.manifest.digest } });
    expect(textsOf(read)).toEqual(files);
    expect(told.at(-1)).toEqual([25, 25]);
  });

  it('is unchanged while its tag means the same', async () => {
    const first = registryArtifact(files);
    const reference = await registry.push('team/market', 'moving', first);
    const known = { ...options, knownDigest: first.manifest.digest };
    expect(await readArtifact(reference, known)).toEqual({
      ok: true,
      value: { kind: 'unchanged', digest: first.manifest.digest },
    });
    const second = registryArtifact({ 'index.yaml': 'name: y\n' });
    await registry.push('team/market', 'moving', second);
    expect(await readArtifact(reference, known)).toMatchObject({
      ok: true,
      value: { kind: 'fetched', digest: second.manifest.digest },
    });
    expect(textsOf(await readArtifact(`${reference}@${first.manifest.digest}`, options))).toEqual(files);
  });

  it('that is pinned by its digest is not asked for again', async () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const server = await fake({});
    expect(await readArtifact(`${server.address}/x@${digest}`, { ...options, knownDigest: digest })).toEqual({
      ok: true,
      value: { kind: 'unchanged', digest },
    });
    expect(server.requests).toEqual([]);
  });

  it('is read only as far as it is wanted', async () => {
    const reference = await registry.push(
      'team/market',
      'wanted',
      registryArtifact({ 'a.yaml': 'a', 'huge.bin': 'x'.repeat(5000) }),
    );
    const wanted = { ...options, isWanted: (name: string) => name.endsWith('.yaml') };
    expect(textsOf(await readArtifact(reference, wanted))).toEqual({ 'a.yaml': 'a' });
    expect(await readArtifact(reference, options)).toMatchObject({ ok: false, error: { code: 'input-too-large' } });
  });

  it('with more files than are taken is refused', async () => {
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`${index}.yaml`, String(index)]));
    const reference = await registry.push('team/market', 'many', registryArtifact(many));
    expect(await readArtifact(reference, options)).toMatchObject({
      ok: false,
      error: { code: 'input-too-large', detail: `${reference} has 21 files; 20 are taken.` },
    });
  });

  it('behind an account is read with it', async () => {
    const reference = await locked.push('team/market', '1', registryArtifact(files));
    expect(textsOf(await readArtifact(reference, { ...options, account: registryAccount }))).toEqual(files);
    expect(await readArtifact(reference, options)).toMatchObject({ ok: false, error: { code: 'registry-denied' } });
  });

  it('behind a token service is read with one token', async () => {
    const reference = await registry.push('team/engine', 'tokens', registryArtifact(files));
    const door = await tokenDoor(registry.address, registryAccount);
    closing.push(() => door.close());
    const behind = reference.replace(registry.address, door.address);
    const digest = digestOf(Buffer.from('another'));
    const read = await readArtifact(behind, { ...options, account: registryAccount, knownDigest: digest });
    expect(textsOf(read)).toEqual(files);
    expect(door.asked).toHaveLength(1);
  });
});

describe('an artifact that is of no use', () => {
  it.each([
    ['an image', () => registryImage(), 'a layer has no file name'],
    ['an index', () => imageIndex([registryImage()]), 'is an index of several artifacts'],
    ['a path that leads out', () => registryArtifact({ '../a.yaml': 'a' }), 'is no name of a file'],
    ['an absolute path', () => registryArtifact({ '/etc/a.yaml': 'a' }), 'is no name of a file'],
    ['a name with a line in it', () => registryArtifact({ 'a\n.yaml': 'a' }), 'is no name of a file'],
    [
      'a packed folder',
      () => registryArtifact({ a: 'tar' }, { annotations: { a: { 'io.deis.oras.content.unpack': 'true' } } }),
      'is a packed folder',
    ],
    [
      'two files of one name',
      () => registryArtifact({ a: '1', b: '2' }, { annotations: { b: { 'org.opencontainers.image.title': 'a' } } }),
      'it has two files "a"',
    ],
  ])('is %s', async (what, make, why) => {
    const reference = await registry.push('team/bad', what.replaceAll(' ', '-'), make());
    const read = await readArtifact(reference, options);
    expect(read).toMatchObject({ ok: false, error: { code: 'source-invalid', hint: expect.any(String) as string } });
    expect(read.ok ? '' : read.error.detail).toContain(why);
  });

  it.each(['http://x/y', 'x/UPPER', '', 'x y'])('has no reference: %j', async (reference) => {
    expect(await readArtifact(reference, options)).toMatchObject({ ok: false, error: { code: 'source-invalid' } });
    expect(await checkArtifact(reference, options)).toMatchObject({ ok: false, error: { code: 'source-invalid' } });
  });

  it('has a file with other bytes than its digest says', async () => {
    const { digest } = layer('good');
    const server = await fake({ 'x/manifests/1': manifest(layer('good')), [`x/blobs/${digest}`]: { body: 'evil' } });
    expect(await readArtifact(`${server.address}/x:1`, options)).toMatchObject({
      ok: false,
      error: { code: 'registry-unavailable', detail: expect.stringContaining('something else') as string },
    });
  });

  it('has a file that is larger than its manifest says, which is not read to its end', async () => {
    const { digest } = layer('good');
    const body = 'good'.repeat(100_000);
    const server = await fake({ 'x/manifests/1': manifest(layer('good')), [`x/blobs/${digest}`]: { body } });
    expect(await readArtifact(`${server.address}/x:1`, options)).toMatchObject({
      ok: false,
      error: { code: 'registry-unavailable', detail: expect.stringContaining('larger than 4 bytes') as string },
    });
  });

  it.each([
    ['a digest that is a path', manifest(layer('x', { digest: '../../x' }))],
    ['no layers', manifest()],
    ['a size below nothing', manifest(layer('x', { size: -1 }))],
    ['no JSON', { headers: { 'content-type': type }, body: '<html>' }],
    ['no media type', { body: '{}' }],
  ])('has a manifest with %s', async (_, answer) => {
    const server = await fake({ 'x/manifests/1': answer });
    expect(await readArtifact(`${server.address}/x:1`, options)).toMatchObject({
      ok: false,
      error: { code: 'source-invalid' },
    });
  });
});

describe('a registry that may not be asked', () => {
  it.each(['127.0.0.1:1/x:1', 'localhost:1/x:1', '10.0.0.1/x:1', '169.254.169.254/x:1', '[::1]:1/x:1'])(
    'is %s, for a public source',
    async (reference) => {
      const wanted = { ok: false, error: { code: 'address-not-allowed' } };
      expect(await readArtifact(reference, { ...options, policy: 'public' })).toMatchObject(wanted);
      expect(await checkArtifact(reference, { ...options, policy: 'public' })).toMatchObject(wanted);
    },
  );

  it('is one that a file is said to be at', async () => {
    const { digest } = layer('good');
    const location = 'http://169.254.169.254/latest/meta-data';
    const server = await fake({
      'x/manifests/1': manifest(layer('good')),
      [`x/blobs/${digest}`]: { status: 307, headers: { location } },
    });
    expect(await readArtifact(`${server.address}/x:1`, options)).toMatchObject({
      ok: false,
      error: { code: 'address-not-allowed' },
    });
  });

  it('gets no account where a file is said to be at another one', async () => {
    const asked: (string | undefined)[] = [];
    const other = http.createServer((request, response) => {
      asked.push(request.headers.authorization);
      response.end('good');
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => other.close(() => resolve())));
    const location = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
    const { digest } = layer('good');
    const server = await fake({
      'x/manifests/1': manifest(layer('good')),
      [`x/blobs/${digest}`]: { status: 307, headers: { location } },
    });
    const read = await readArtifact(`${server.address}/x:1`, { ...options, account: registryAccount });
    expect(textsOf(read)).toEqual({ 'a.yaml': 'good' });
    expect(asked).toEqual([undefined]);
  });

  it('is given up when the caller does', async () => {
    const server = await fake({ 'x/manifests/1': null });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    expect(await readArtifact(`${server.address}/x:1`, { ...options, signal: controller.signal })).toMatchObject({
      ok: false,
      error: { code: 'registry-unavailable', detail: expect.stringContaining('given up') as string },
    });
  });
});
