import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { registryArtifact, temporaryDirectory, testRegistry, type TestRegistry } from '@enginehouse/testing';
import type { SourceLocation } from '@enginehouse/contracts';
import { fetching, git, refOf, textsOf } from './testing/fetching.js';
import { gitDaemon, gitOverHttp } from './testing/git-servers.js';
import { noGitReason, repositories, type Repositories } from './testing/repositories.js';
import { serve, type Served } from './testing/serve.js';

const noGit = noGitReason();
const one = {
  'index.yaml': 'name: one\n',
  'index.yaml.minisig': 'untrusted comment: signature\nRUQ\n',
  'minisign.pub': `untrusted comment: key\nRWQ${'f'.repeat(53)}\n`,
};
const two = { ...one, 'index.yaml': 'name: two\n' };
const folder = {
  SHA256SUMS: 'sums\n',
  'SHA256SUMS.minisig': 'untrusted comment: signature\n',
  'a.yaml': 'name: a\n',
  'deep/er/b.yml': 'name: b\n',
  'c.json': '{}',
};
const left = { 'README.md': '# x\n', '.github/workflows/ci.yml': 'on: push\n', 'deep/.hidden.yaml': 'x', 'a.sh': 'x' };

/** A place where files can be published, of one kind. */
interface Place {
  /** Null where the kind has no such form. */
  single(files: Readonly<Record<string, string>>): Promise<SourceLocation>;
  folder: ((files: Readonly<Record<string, string>>) => Promise<SourceLocation>) | null;
}

const roots = [temporaryDirectory('market-root')];
const closing: (() => Promise<void>)[] = [];
let registry: TestRegistry;
let made: Repositories;
let overHttp: Served;
let daemon: Served;
let published: Readonly<Record<string, string>> = {};
let web: Served;

beforeAll(async () => {
  registry = await testRegistry();
  web = await serve((request, response) => {
    const name = (request.url ?? '').slice(1);
    const text = published[name];
    const etag = `"${createHash('sha256')
      .update(text ?? '')
      .digest('hex')}"`;
    if (text === undefined) response.writeHead(404).end();
    else if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
    else response.writeHead(200, { etag, 'content-type': 'image/png' }).end(text);
  });
  made = repositories();
  closing.push(
    () => made.close(),
    () => web.close(),
    () => registry.close(),
  );
  if (noGit === null) {
    [overHttp, daemon] = await Promise.all([gitOverHttp(made.folder), gitDaemon(made.folder)]);
    closing.push(
      () => overHttp.close(),
      () => daemon.close(),
    );
  }
});
afterAll(async () => {
  await Promise.all(closing.map((close) => close()));
  for (const root of roots) fs.rmSync(root, { recursive: true });
});

function written(name: string, files: Readonly<Record<string, string>>): string {
  const at = path.join(roots[0] ?? '', name);
  fs.rmSync(at, { recursive: true, force: true });
  for (const [file, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(at, file)), { recursive: true });
    fs.writeFileSync(path.join(at, file), text);
  }
  return at;
}

const repository = (server: () => Served): Place => ({
  single: async (files) => {
    made.commit('single', { ...files, 'other.yaml': 'x' });
    return git(`${server().url}/single`, { ref: 'main', path: 'index.yaml' });
  },
  folder: async (files) => {
    made.commit('folder', files);
    return git(`${server().url}/folder`);
  },
});

const places: Readonly<Record<string, Place>> = {
  http: {
    single: async (files) => {
      published = files;
      return { kind: 'http', url: `${web.url}/index.yaml` };
    },
    folder: null,
  },
  file: {
    single: async (files) => ({
      kind: 'file',
      path: `${written('single', { ...files, 'other.yaml': 'x' })}/index.yaml`,
    }),
    folder: async (files) => ({ kind: 'file', path: written('folder', files) }),
  },
  oci: {
    single: async (files) => ({
      kind: 'oci',
      reference: await registry.push('m/single', '1', registryArtifact(files)),
    }),
    folder: async (files) => ({
      kind: 'oci',
      reference: await registry.push('m/folder', '1', registryArtifact(files)),
    }),
  },
  'git over http': repository(() => overHttp),
  'git daemon': repository(() => daemon),
};

const kinds = Object.entries(places).map(([kind, place]) => ({
  kind,
  place,
  missing: kind.startsWith('git') && noGit,
}));

describe('the built-in source', () => {
  const { fetch, check } = fetching();

  it('is there, and unchanged the second time', async () => {
    expect(await check({ kind: 'builtin' }, false)).toEqual({ ok: true, value: undefined });
    const first = await fetch({ kind: 'builtin' });
    expect(textsOf(first)).toHaveProperty(['index.yaml'], expect.stringContaining('enginehouse-index'));
    expect(textsOf(await fetch({ kind: 'builtin' }, { knownRef: refOf(first) }))).toBe('unchanged');
  });
});

describe.each(kinds)('a source of kind $kind', ({ place, missing }) => {
  beforeEach(({ skip }) => skip(missing !== false && missing !== null, String(missing)));
  const { fetch, check } = fetching({ fileRoots: roots });

  it('gives the index that was published, with its signature and key', async () => {
    expect(textsOf(await fetch(await place.single(one)))).toEqual(one);
  });

  it('gives the index alone where it is not signed', async () => {
    const index = { 'index.yaml': 'name: alone\n' };
    expect(textsOf(await fetch(await place.single(index)))).toEqual(index);
  });

  it('is unchanged the second time, and not once it has changed', async () => {
    const first = await fetch(await place.single(one));
    const knownRef = refOf(first);
    expect(knownRef).not.toBeNull();
    const location = await place.single(one);
    expect(await fetch(location, { knownRef })).toEqual({
      ok: true,
      value: { kind: 'unchanged', upstreamRef: knownRef },
    });
    const changed = await fetch(await place.single(two), { knownRef });
    expect(textsOf(changed)).toEqual(two);
    expect(refOf(changed)).not.toBe(knownRef);
  });

  it('has changed where only its signature is another one', async () => {
    const knownRef = refOf(await fetch(await place.single(one)));
    const signedAnew = { ...one, 'index.yaml.minisig': 'untrusted comment: another\nRUQ\n' };
    expect(textsOf(await fetch(await place.single(signedAnew), { knownRef }))).toEqual(signedAnew);
    const { 'index.yaml': index } = one;
    expect(textsOf(await fetch(await place.single({ 'index.yaml': index }), { knownRef }))).toEqual({
      'index.yaml': index,
    });
  });

  it('tells how much has come', async () => {
    const told: number[] = [];
    await fetch(await place.single(one), { onProgress: (bytes) => told.push(bytes) });
    expect(told.at(-1)).toBeGreaterThan(0);
  });

  it('is given up when the caller does', async () => {
    const controller = new AbortController();
    const location = await place.single(one);
    controller.abort();
    expect(await fetch(location, { signal: controller.signal })).toMatchObject({
      ok: false,
      error: { code: 'source-unavailable' },
    });
  });

  it('can be checked without being fetched', async () => {
    expect(await check(await place.single(one))).toEqual({ ok: true, value: undefined });
  });

  it.skipIf(place.folder === null)('gives the files of a folder, and none that do not belong to it', async () => {
    const location = await place.folder?.({ ...folder, ...left });
    expect(textsOf(await fetch(location as SourceLocation))).toEqual(folder);
    expect(Object.keys(textsOf(await fetch(location as SourceLocation)))).toEqual(Object.keys(folder).toSorted());
  });

  it.skipIf(place.folder === null)('gives what the list of a signed folder names, as far as it is inside', async () => {
    const names = [
      'README.md',
      'deep/LICENCE',
      '../out.md',
      '/etc/passwd',
      '.github/x',
      'gone.md',
      'a.yaml',
      'deep//x',
    ];
    const list = { SHA256SUMS: names.map((name) => `${'0'.repeat(64)}  ${name}\n`).join('') };
    const more = { 'README.md': '# x\n', 'deep/LICENCE': 'x\n' };
    const location = await place.folder?.({ ...folder, ...list, ...more, '.github/x': 'x', 'other.md': 'x' });
    expect(textsOf(await fetch(location as SourceLocation))).toEqual({ ...folder, ...list, ...more });
  });

  it.skipIf(place.folder === null)('is invalid where a folder holds none', async () => {
    expect(await fetch((await place.folder?.(left)) as SourceLocation)).toMatchObject({
      ok: false,
      error: { code: 'source-invalid', detail: expect.stringContaining('holds no file that is read') as string },
    });
  });
});
