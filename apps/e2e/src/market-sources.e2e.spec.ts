import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SyncRun } from '@enginehouse/contracts';
import { registryArtifact, testRegistry, waitUntil } from '@enginehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api } from './support/api.js';
import { unique } from './support/backends.js';
import { cli } from './support/cli.js';
import { crash } from './support/crash.js';
import { gitSource, hasGit } from './support/git-daemon.js';
import { IndexServer } from './support/index-server.js';
import { backendFile, forget, indexOf, market, marketRun, namesOf, sourceOf, syncOf } from './support/market.js';
import { stack } from './support/stack.js';

const directory = mkdtempSync(join(tmpdir(), 'enginehouse-sources-'));
const added: string[] = [];
const newName = (what: string): string => {
  const name = unique(what);
  added.push(name);
  return name;
};
afterAll(async () => {
  await forget(...added);
  rmSync(directory, { recursive: true });
});

describe('a source', () => {
  it('comes with Enginehouse, with something to enable offline', async () => {
    await waitUntil(async () => (await sourceOf('enginehouse')).state === 'ok', {
      what: 'the first sync',
      timeout: 60_000,
    });
    expect((await namesOf('enginehouse')).length).toBeGreaterThan(0);
    expect(await marketRun('source', 'remove', 'enginehouse', '--yes')).toMatchObject({
      code: 4,
      err: expect.stringContaining('error: cannot-delete-built-in: '),
    });
  });

  it('may be a folder of files; a bad one is told with its place and hurts no other', async () => {
    const name = newName('files');
    const folder = join(stack().sourcesDir, name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'a.yaml'), backendFile({ name: `${name}-a` }));
    writeFileSync(join(folder, 'b.yaml'), 'backend_name: Broken\nversion_configs: 3\n');
    const ran = await marketRun('source', 'add', name, '--file', folder, '--wait');
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('1 added, 0 changed, 0 withdrawn, 1 rejected') });
    expect(ran.out).toMatch(/Broken +b\.yaml:2 +version_configs/);
    expect(await namesOf(name)).toEqual([`${name}-a`]);
    writeFileSync(join(folder, 'b.yaml'), backendFile({ name: `${name}-b` }));
    expect(await syncOf(name)).toMatchObject({ state: 'succeeded', added: [`${name}-b`] });
    const history = await market('source', 'history', name);
    expect(history.split('\n').filter((line) => line.includes('succeeded'))).toHaveLength(2);
  });

  it.runIf(hasGit)('may be a git repository, pinned to a tag', async () => {
    const name = newName('git');
    const repository = await gitSource(join(directory, name));
    const commit = repository.commit({ 'backends/one.yaml': backendFile({ name: `${name}-one` }), 'README.md': 'no' });
    repository.tag('v1');
    repository.commit({ 'backends/two.yaml': backendFile({ name: `${name}-two` }) });
    const where = ['--git', repository.url, '--ref', 'v1', '--path', 'backends', '--internal'];
    await market('source', 'add', name, ...where, '--wait');
    expect(await namesOf(name)).toEqual([`${name}-one`]);
    expect((await sourceOf(name)).snapshot?.upstreamRef).toContain(commit);
    // What is not named stays: still pinned.
    await market('source', 'change', name, '--git', repository.url, '--path', 'backends');
    expect((await sourceOf(name)).location).toMatchObject({ ref: 'v1', path: 'backends' });
    await market('source', 'change', name, '--ref', 'HEAD');
    // A source that has moved is synced at once, without being asked to.
    await waitUntil(async () => (await namesOf(name)).includes(`${name}-two`), {
      what: 'the sync of what moved',
      timeout: 60_000,
    });
    expect(await syncOf(name)).toMatchObject({ state: 'unchanged' });
    await repository.stop();
  });

  it('may be an artifact in a registry', async () => {
    const name = newName('oci');
    const registry = await testRegistry();
    const index = indexOf([{ name: `${name}-one` }]);
    const reference = await registry.push('team/backends', '1', registryArtifact({ 'index.yaml': index }));
    await market('source', 'add', name, '--oci', reference, '--internal', '--wait');
    expect(await namesOf(name)).toEqual([`${name}-one`]);
    expect((await sourceOf(name)).snapshot?.upstreamRef).toContain('sha256:');
    await registry.close();
  });

  it('keeps its last good snapshot while it is away, and raises an alarm after three failures', async () => {
    const name = newName('flaky');
    const server = await IndexServer.start();
    server.put('/x.yaml', indexOf([{ name: `${name}-one` }]));
    await market(
      'source',
      'add',
      name,
      '--http',
      `${server.address}/x.yaml`,
      '--internal',
      '--every',
      'never',
      '--wait',
    );
    server.put('/x.yaml', 'this: [is no index');
    for (const state of ['failing', 'failing', 'alarm']) {
      expect((await syncOf(name)).state).toBe('failed');
      expect((await sourceOf(name)).state).toBe(state);
    }
    expect(await namesOf(name)).toEqual([`${name}-one`]);
    const status = await cli(['status']);
    expect(status.out).toMatch(new RegExp(`${name} +alarm`));
    server.put('/x.yaml', indexOf([{ name: `${name}-one` }, { name: `${name}-two` }]));
    expect(await syncOf(name)).toMatchObject({ state: 'succeeded', added: [`${name}-two`] });
    expect((await sourceOf(name)).state).toBe('ok');
    await server.stop();
  });
});

const publicKey = (folder: string) => readFileSync(join(folder, 'minisign.pub'), 'utf8').split('\n')[1] ?? '';

describe('a signed source', () => {
  const name = newName('signed');
  let server: IndexServer;
  const keys = { one: join(directory, 'one'), two: join(directory, 'two') };
  beforeAll(async () => {
    server = await IndexServer.start();
    for (const folder of Object.values(keys)) await market('keygen', '--no-password', '--out', folder);
  });
  afterAll(() => server.stop());

  async function publish(text: string, folder?: string): Promise<void> {
    const file = join(directory, 'index.yaml');
    writeFileSync(file, text);
    server.put('/index.yaml', text);
    if (folder === undefined) {
      server.put('/index.yaml.minisig', undefined);
      return;
    }
    await market('sign', file, '--secret-key', join(folder, 'minisign.key'));
    server.put('/index.yaml.minisig', readFileSync(`${file}.minisig`, 'utf8'));
    server.put('/minisign.pub', readFileSync(join(folder, 'minisign.pub'), 'utf8'));
  }

  it('is taken where a trusted key has signed it', async () => {
    await publish(indexOf([{ name: `${name}-one` }]), keys.one);
    const where = ['--http', `${server.address}/index.yaml`, '--internal', '--every', 'never'];
    await market('source', 'add', name, ...where, '--key', join(keys.one, 'minisign.pub'), '--wait');
    const source = await sourceOf(name);
    expect(source).toMatchObject({ strict: true, keys: [{ key: publicKey(keys.one) }] });
    expect(source.snapshot?.signedBy).toBe(source.keys[0]?.id);
  });

  it('is refused unsigned and tampered with; what was there stays', async () => {
    await publish(indexOf([{ name: `${name}-two` }]));
    const unsigned = await marketRun('source', 'sync', name, '--wait');
    expect(unsigned).toMatchObject({ code: 1, err: expect.stringContaining('error: signature-missing: ') });
    await publish(indexOf([{ name: `${name}-two` }]), keys.one);
    server.put('/index.yaml', indexOf([{ name: `${name}-evil` }]));
    const tampered = await marketRun('source', 'sync', name, '--wait');
    expect(tampered).toMatchObject({ code: 1, err: expect.stringContaining('error: signature-invalid: ') });
    expect(await namesOf(name)).toEqual([`${name}-one`]);
  });

  it('waits for somebody to trust another key', async () => {
    await publish(indexOf([{ name: `${name}-three` }]), keys.two);
    const ran = await marketRun('source', 'sync', name, '--wait');
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('error: key-not-trusted: ') });
    const { offeredKey } = await sourceOf(name);
    expect(offeredKey?.key).toBe(publicKey(keys.two));
    expect(await namesOf(name)).toEqual([`${name}-one`]);
    const unasked = await marketRun('source', 'trust', name, '--offered');
    expect(unasked).toMatchObject({ code: 2, err: expect.stringContaining(offeredKey?.id ?? 'no key') });
    expect((await sourceOf(name)).keys).toHaveLength(1);
    await market('source', 'trust', name, '--offered', '--yes');
    // Trusting it may have begun a sync already.
    expect(['succeeded', 'unchanged']).toContain((await syncOf(name)).state);
    expect(await namesOf(name)).toEqual([`${name}-three`]);
    expect(await sourceOf(name)).toMatchObject({ offeredKey: null, snapshot: { signedBy: offeredKey?.id } });
  });

  it('is refused once its key is distrusted', async () => {
    await market('source', 'distrust', name, publicKey(keys.two), '--yes');
    await publish(indexOf([{ name: `${name}-four` }]), keys.two);
    expect((await syncOf(name)).problem?.code).toBe('key-not-trusted');
  });
});

it('a sync that is killed goes on by itself, and shows no half of it', async () => {
  const name = newName('killed');
  const server = await IndexServer.start();
  const url = server.put('/x.yaml', indexOf([{ name: `${name}-old` }]));
  await market('source', 'add', name, '--http', url, '--internal', '--every', 'never', '--wait');
  const names = Array.from({ length: 200 }, (_, index) => `${name}-${String(index).padStart(3, '0')}`);
  server.put('/x.yaml', indexOf(names.map((each) => ({ name: each }))));
  const gate = server.hold();
  const { body } = await api<SyncRun>('POST', `/v1/marketplace/sources/${name}/sync`);
  const runNow = async () => (await api<SyncRun>('GET', `/v1/marketplace/syncs/${body.id}`)).body;
  await waitUntil(async () => (await runNow()).state === 'running', { what: 'the sync to begin' });
  crash('marketplace');
  gate.open();
  const back = async () => (await api('GET', `/v1/marketplace/sources/${name}`)).status === 200;
  await waitUntil(back, { what: 'the marketplace to be back', timeout: 60_000 });
  const seen: (readonly string[])[] = [];
  await waitUntil(
    async () => {
      seen.push(await namesOf(name));
      return (await runNow()).state === 'succeeded';
    },
    { what: 'the sync to end', timeout: 90_000 },
  );
  expect(await namesOf(name)).toEqual(names);
  expect(new Set(seen.map((each) => each.length))).toEqual(new Set([1, ...(seen.at(-1)?.length === 200 ? [200] : [])]));
  await server.stop();
});
