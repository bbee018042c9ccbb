import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { freePort, temporaryDirectory } from '@enginehouse/testing';
import { fetching, git, refOf, refusalOf, textsOf } from '../testing/fetching.js';
import { gitDaemon, gitOverHttp } from '../testing/git-servers.js';
import { noGitReason, repositories, type Repositories } from '../testing/repositories.js';
import { canary, serve, serveRaw, type Canary, type Served } from '../testing/serve.js';

const own = temporaryDirectory('git-fetcher');
const missing = noGitReason();
const { fetch, check } = fetching();
let made: Repositories;
let web: Served;
let daemon: Served;
let bird: Canary;
let asked: string[] = [];

beforeEach(({ skip }) => skip(missing !== null, String(missing)));
beforeAll(async () => {
  if (missing !== null) return;
  // Others fetch on this machine at the same time.
  vi.stubEnv('TMPDIR', own);
  made = repositories();
  bird = await canary();
  web = await gitOverHttp(made.folder, (request, response) => {
    asked.push(request.url ?? '');
    if (!request.url?.startsWith('/away/')) return false;
    const to = decodeURIComponent(request.url.slice('/away/'.length).split('/')[0] ?? '');
    response.writeHead(302, { location: `${to}/info/refs?service=git-upload-pack` }).end();
    return true;
  });
  daemon = await gitDaemon(made.folder);
});
afterAll(async () => {
  if (missing !== null) return;
  await Promise.all([web.close(), daemon.close(), bird.close()]);
  await made.close();
});
afterAll(() => {
  vi.unstubAllEnvs();
  fs.rmSync(own, { recursive: true, force: true });
});

const leftBehind = () => fs.readdirSync(os.tmpdir()).filter((name) => name.startsWith('enginehouse-git-'));

const atRef = async (ref: string) => textsOf(await fetch(git(`${web.url}/refs`, { ref })));
const atPath = async (where: string) => textsOf(await fetch(git(`${web.url}/paths`, { path: where })));

describe('a ref', () => {
  it('is a branch, a tag with or without a text, a whole name, or a commit', async () => {
    const first = made.commit('refs', { 'a.yaml': 'first' });
    made.git('refs', 'tag', 'light', first);
    made.git('refs', '-c', 'user.name=t', '-c', 'user.email=t@example.com', 'tag', '-m', 'text', 'heavy', first);
    made.commit('refs', { 'a.yaml': 'dev' }, 'feature/dev');
    made.commit('refs', { 'a.yaml': 'second' });
    expect(await atRef('HEAD')).toEqual({ 'a.yaml': 'second' });
    expect(await atRef('main')).toEqual({ 'a.yaml': 'second' });
    expect(await atRef('feature/dev')).toEqual({ 'a.yaml': 'dev' });
    expect(await atRef('refs/heads/feature/dev')).toEqual({ 'a.yaml': 'dev' });
    for (const ref of ['light', 'heavy', first]) {
      const outcome = await fetch(git(`${web.url}/refs`, { ref }));
      expect(textsOf(outcome)).toEqual({ 'a.yaml': 'first' });
      expect(refOf(outcome)).toBe(first);
    }
  });

  it('that is a whole commit is not asked for again', async () => {
    const ref = made.commit('pinned', { 'a.yaml': 'x' });
    asked = [];
    expect(textsOf(await fetch(git(`${web.url}/pinned`, { ref }), { knownRef: ref }))).toBe('unchanged');
    expect(asked).toEqual([]);
  });

  it('that is not what it says is refused', async () => {
    made.commit('lost', { 'a.yaml': 'x' });
    const tree = made.git('lost', 'rev-parse', 'main^{tree}');
    const at = `127.0.0.1:${web.port}/lost`;
    const hint = 'Name a branch, a tag, or a full commit id.';
    expect(refusalOf(await fetch(git(`${web.url}/lost`, { ref: tree })))).toEqual({
      code: 'source-invalid',
      detail: `${at} at ${tree} is no commit.`,
      hint,
    });
    const unknown = '1'.repeat(40);
    expect(refusalOf(await fetch(git(`${web.url}/lost`, { ref: unknown })))).toMatchObject({ code: 'source-invalid' });
    expect(refusalOf(await fetch(git(`${web.url}/lost`, { ref: 'gone' })))).toEqual({
      code: 'source-invalid',
      detail: `${at} at gone: the repository has no such branch or tag.`,
      hint: 'Check the ref: a branch, a tag, or a full commit id.',
    });
  });

  it.each([
    '--upload-pack=touch /tmp/owned',
    '-x',
    '--',
    'a b',
    'a..b',
    'main^{tree}',
    'main~1',
    'a:b',
    '+main',
    'a*',
    '@{u}',
    'x@{1}',
    'refs//x',
    '/x',
    'x/',
    'x.lock',
    'a\nb',
    '$(id)',
    '',
  ])('that is none is refused before git is called: %j', async (ref) => {
    asked = [];
    const location = git(`${web.url}/refs`, { ref });
    expect(refusalOf(await fetch(location)).code).toBe('source-invalid');
    expect(refusalOf(await check(location)).code).toBe('source-invalid');
    expect(asked).toEqual([]);
  });
});

describe('a path', () => {
  it.each(['../x', 'a/../../x', 'a//b', './a', 'a\\b', 'a\0b'])('that is none is refused: %j', async (where) => {
    expect(refusalOf(await check(git(`${web.url}/paths`, { path: where }))).code).toBe('source-invalid');
  });

  it('is the file or folder that has exactly this name', async () => {
    made.commit('paths', { 'a/x.yaml': '1', 'ab/x.yaml': '2', 'a*/x.yaml': '3', 'a/minisign.pub': 'k', 'b.txt': '4' });
    expect(await atPath('a')).toEqual({ 'x.yaml': '1', 'minisign.pub': 'k' });
    expect(await atPath('/a/')).toEqual({ 'x.yaml': '1', 'minisign.pub': 'k' });
    expect(await atPath('a*')).toEqual({ 'x.yaml': '3' });
    expect(await atPath('a/x.yaml')).toEqual({ 'x.yaml': '1', 'minisign.pub': 'k' });
    expect(await atPath('b.txt')).toEqual({ 'b.txt': '4' });
    expect(await atPath('none')).toContain('source-invalid');
  });
});

describe('a hostile repository', () => {
  it('gives no links and no submodules', async () => {
    made.commit('links', {
      'a.yaml': 'name: a\n',
      'passwd.yaml': { link: '/etc/passwd' },
      'up.yaml': { link: '../../../../etc/passwd' },
      'folder.yaml': { submodule: '1'.repeat(40) },
      '.gitmodules': `[submodule "x"]\n\tpath = folder.yaml\n\turl = http://127.0.0.1:${bird.port}/x\n`,
      '.gitattributes': '* filter=x export-subst\n',
    });
    expect(textsOf(await fetch(git(`${daemon.url}/links`)))).toEqual({ 'a.yaml': 'name: a\n' });
    expect(refusalOf(await fetch(git(`${daemon.url}/links`, { path: 'passwd.yaml' }))).code).toBe('source-invalid');
    expect(bird.connections()).toBe(0);
  });

  it('sends so many bytes at most', async () => {
    made.commit('huge', { 'a.yaml': 'x', 'blob.bin': randomBytes(5 * 1024 ** 2) });
    const narrow = fetching({ limits: { maxTransfer: 2 * 1024 ** 2 } });
    for (const url of [`${web.url}/huge`, `${daemon.url}/huge`])
      expect(refusalOf(await narrow.fetch(git(url)))).toMatchObject({
        code: 'input-too-large',
        detail: expect.stringContaining('/huge at HEAD sends more than 2097152 bytes') as string,
        hint: 'A repository sends at most 2 MiB; keep the entries in one of their own.',
      });
  });

  it('holds 8 MiB of entries at most, however small they were packed', async () => {
    made.commit('bomb', { 'a.yaml': Buffer.alloc(100 * 1024 ** 2), 'small/b.yaml': 'x' });
    expect(refusalOf(await fetch(git(`${web.url}/bomb`)))).toEqual({
      code: 'input-too-large',
      detail: `127.0.0.1:${web.port}/bomb at HEAD holds more than 8388608 bytes.`,
      hint: 'The files of a source have at most 8 MiB together.',
    });
    expect(textsOf(await fetch(git(`${web.url}/bomb`, { path: 'small' })))).toEqual({ 'b.yaml': 'x' });
  });

  it('holds 5,000 entries at most', async () => {
    const files = Object.fromEntries(Array.from({ length: 5001 }, (_, each) => [`d${each % 50}/${each}.yaml`, 'x']));
    made.commit('many', files);
    expect(refusalOf(await fetch(git(`${web.url}/many`))).detail).toContain('holds more than 5000 files');
    expect(Object.keys(textsOf(await fetch(git(`${web.url}/many`, { path: 'd1' }))))).toHaveLength(100);
  });

  it('has no names of files that lead out', async () => {
    made.commit('names', { 'ok.yaml': 'x', 'ünï "quoted"\tname.yaml': 'y', '--output=x.yaml': 'z' });
    expect(textsOf(await fetch(git(`${web.url}/names`)))).toEqual({
      'ok.yaml': 'x',
      'ünï "quoted"\tname.yaml': 'y',
      '--output=x.yaml': 'z',
    });
  });

  it('may be empty', async () => {
    made.commit('empty', { 'a.yaml': 'x' }, 'other');
    expect(refusalOf(await fetch(git(`${web.url}/empty`))).detail).toContain('has no such branch or tag');
  });
});

describe('a hostile server', () => {
  it.each(['http://169.254.169.254', 'http://0.0.0.0', 'http://[::]'])('does not lead to %s', async (to) => {
    const url = `${web.url}/away/${encodeURIComponent(`${to}:${bird.port}/x`)}`;
    expect(refusalOf(await fetch(git(url)))).toMatchObject({
      code: 'address-not-allowed',
      hint: expect.stringContaining('Not even internal sources') as string,
    });
    expect(bird.connections()).toBe(0);
  });

  it.each(['file:///etc', 'ftp://127.0.0.1'])('does not lead to other protocols: %s', async (to) => {
    expect(refusalOf(await fetch(git(`${web.url}/away/${encodeURIComponent(to)}`)))).toMatchObject({
      code: 'address-not-allowed',
      detail: expect.stringContaining('redirects to') as string,
    });
  });

  it('does not lead from http to git', async () => {
    const url = `${web.url}/away/${encodeURIComponent(`git://127.0.0.1:${bird.port}`)}?token=hunter2`;
    const outcome = await fetch(git(url));
    expect(outcome).toMatchObject({ ok: false });
    expect(JSON.stringify(outcome)).not.toContain('hunter2');
    expect(bird.connections()).toBe(0);
  });

  it('that wants an account gets none, and nobody is asked for one', async () => {
    const locked = await serve((_, response) => response.writeHead(401, { 'www-authenticate': 'Basic' }).end());
    const outcome = refusalOf(await fetch(git(`${locked.url}/x`)));
    await locked.close();
    expect(outcome).toMatchObject({
      code: 'source-invalid',
      hint: expect.stringContaining('without an account') as string,
    });
    expect(outcome.detail).not.toContain('fence:');
  });

  it('that says nothing is given up', async () => {
    const silent = await serveRaw(() => undefined);
    const hasty = fetching({ limits: { requestMs: 500 } });
    for (const url of [`${silent.url}/x`, `git://127.0.0.1:${silent.port}/x`])
      expect(refusalOf(await hasty.fetch(git(url)))).toMatchObject({
        code: 'source-unavailable',
        detail: expect.stringContaining('within 500 ms') as string,
      });
    await silent.close();
  });

  it('that trickles for ever is given up, and nothing of it stays', async () => {
    const timers: NodeJS.Timeout[] = [];
    const slow = await serveRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/x-git-upload-pack-advertisement\r\n\r\n');
      timers.push(setInterval(() => socket.write('001e# service=git-upload-pack\n'), 50));
    });
    const before = leftBehind();
    const hasty = fetching({ limits: { fetchMs: 1000 } });
    expect(refusalOf(await hasty.fetch(git(`${slow.url}/x`)))).toEqual({
      code: 'source-unavailable',
      detail: `127.0.0.1:${slow.port}/x at HEAD was not read within 1 s.`,
      hint: 'A smaller repository takes less time.',
    });
    expect(leftBehind()).toEqual(before);
    expect(processesWith(slow.port)).toEqual([]);
    timers.forEach((timer) => clearInterval(timer));
    await slow.close();
  });

  it('is one that nobody reaches', async () => {
    const port = await freePort();
    for (const url of [`http://127.0.0.1:${port}/x`, `git://127.0.0.1:${port}/x`])
      expect(refusalOf(await fetch(git(url)))).toMatchObject({
        code: 'source-unavailable',
        detail: expect.stringContaining('the connection was refused') as string,
      });
  });

  it.each(['http', 'git'])('has no such repository (%s)', async (scheme) => {
    const url = `${scheme === 'http' ? web.url : daemon.url}/none`;
    expect(refusalOf(await fetch(git(url)))).toMatchObject({ code: 'source-invalid' });
  });
});

describe('git', () => {
  it("takes no settings of this host's users", async () => {
    const home = temporaryDirectory('home');
    fs.writeFileSync(path.join(home, '.gitconfig'), `[url "http://127.0.0.1:${bird.port}/"]\n\tinsteadOf = http://\n`);
    made.commit('settings', { 'a.yaml': 'x' });
    const { HOME } = process.env;
    process.env['HOME'] = home;
    const outcome = await fetch(git(`${web.url}/settings`));
    process.env['HOME'] = HOME;
    fs.rmSync(home, { recursive: true });
    expect(textsOf(outcome)).toEqual({ 'a.yaml': 'x' });
    expect(bird.connections()).toBe(0);
  });

  it('is asked for where it is missing, or too old', async () => {
    const { faultOfGit } = await import('./git-version.js');
    const folder = temporaryDirectory('programs');
    expect(await faultOfGit(folder)).toMatchObject({
      code: 'source-unavailable',
      detail: 'The marketplace service cannot run git.',
      hint: 'Install git 2.31 or newer on the host of the marketplace service (Debian: apt-get install git).',
    });
    fs.writeFileSync(path.join(folder, 'git'), '#!/bin/sh\necho git version 2.25.1\n', { mode: 0o755 });
    expect(await faultOfGit(folder)).toMatchObject({
      detail: 'The git of the marketplace service is too old: git version 2.25.1.',
    });
    fs.rmSync(folder, { recursive: true });
    expect(await faultOfGit()).toBeNull();
  });
});

describe('a public source', () => {
  it.each([
    ['http://example.com/x', 'only https is spoken here, not http'],
    ['git://example.com/x', 'only https is spoken here, not git'],
    ['https://127.0.0.1/x', 'is an address of this host'],
    ['https://[::ffff:10.0.0.1]/x', 'is a private address'],
    ['https://0x7f000001/x', 'is an address of this host'],
  ])('is not at %s', async (url, why) => {
    const wanted = {
      code: 'address-not-allowed',
      detail: expect.stringContaining(why) as string,
      hint: expect.stringContaining('--internal') as string,
    };
    expect(refusalOf(await check(git(url), false))).toEqual(wanted);
    expect(refusalOf(await fetch(git(url), { internal: false }))).toEqual(wanted);
  });
});

/** Command lines of processes that have a port in them. */
function processesWith(port: number): readonly string[] {
  return fs.readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const line = fs.readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return line.includes(`127.0.0.1:${port}`) ? [line] : [];
    } catch {
      return [];
    }
  });
}
