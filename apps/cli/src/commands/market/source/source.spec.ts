import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { problemOf, type SourceView } from '@enginehouse/contracts';
import { generateKey, printPublicKey } from '@enginehouse/signatures';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { runHere } from '../../../testing/run-here.js';
import { source, sync } from '../../../testing/market-views.js';
import { useFakeApi } from '../../../testing/use-fake-api.js';

const api = useFakeApi();
const directory = mkdtempSync(join(tmpdir(), 'enginehouse-market-'));
const keyFile = join(directory, 'minisign.pub');
const { publicKey: key } = generateKey();
writeFileSync(keyFile, printPublicKey(key));
afterAll(() => rmSync(directory, { recursive: true }));

const done = { revision: 8, changed: true };
const sent = () => JSON.parse(api.last().body) as unknown;
const line = (...args: readonly string[]) =>
  runHere(args, { env: { ENGINEHOUSE_URL: api.url(), ENGINEHOUSE_TOKEN: 't' }, cwd: '/srv' });
const asked = (answer: string, ...args: readonly string[]) =>
  runHere(args, {
    env: { ENGINEHOUSE_URL: api.url(), ENGINEHOUSE_TOKEN: 't' },
    ask: () => Promise.resolve(answer),
  });

beforeEach(() => {
  api.on('GET /v1/marketplace/sources', { json: { items: [source(), source({ name: 'community', paused: true })] } });
  api.on('GET /v1/marketplace/sources/team', { json: source() });
});

const shows = async (lastSync: SourceView['lastSync']) => {
  api.on('GET /v1/marketplace/sources/team', { json: source({ lastSync }) });
  return (await api.run('market source get team')).stdout;
};

describe('market source add', () => {
  beforeEach(() => {
    api.on('POST /v1/marketplace/sources', { status: 201, json: { ...done, name: 'team', run: 'run-1' } });
  });

  it.each([
    [['--http', 'https://example.com/x.yaml'], { kind: 'http', url: 'https://example.com/x.yaml' }],
    [['--file', 'backends'], { kind: 'file', path: '/srv/backends' }],
    [
      ['--git', 'https://example.com/x.git', '--ref', 'v1', '--path', 'b'],
      { kind: 'git', url: 'https://example.com/x.git', ref: 'v1', path: 'b' },
    ],
    [['--oci', 'registry.example/x:1'], { kind: 'oci', reference: 'registry.example/x:1' }],
  ])('sends where it is: %j', async (options, location) => {
    const ran = await line('market', 'source', 'add', 'team', ...options);
    expect(ran).toMatchObject({
      status: 0,
      stdout: 'source team added (revision 8); it is synced now: enginehouse market sync-report run-1\n',
    });
    expect(sent()).toEqual({ name: 'team', location, keys: [] });
  });

  it('sends whom it trusts, how often it is synced and what happens by itself', async () => {
    const window = 'sat,sun 22:00-04:00 Europe/Berlin';
    const more = [
      '--key',
      keyFile,
      '--key',
      key.text,
      '--no-strict',
      '--every',
      '30m',
      '--internal',
      '--window',
      window,
    ];
    await line('market', 'source', 'add', 'team', '--http', 'http://lab.lan/x', ...more, '--policy', 'add-versions');
    expect(sent()).toMatchObject({
      keys: [key.text, key.text],
      strict: false,
      internal: true,
      everySeconds: 1800,
      policy: {
        mode: 'add-versions',
        window: { days: ['sat', 'sun'], from: '22:00', to: '04:00', timeZone: 'Europe/Berlin' },
      },
    });
    await line('market', 'source', 'add', 'team', '--http', 'http://lab.lan/x', '--every', 'never');
    expect(sent()).toMatchObject({ everySeconds: 0 });
  });

  it.each([
    [[], 'Where the source is must be said'],
    [['--http', 'https://a', '--oci', 'b'], 'A source is in one place'],
    [['--http', 'https://a', '--ref', 'v1'], 'are of a git repository'],
    [['--http', 'https://a', '--policy', 'notify', '--window', 'daily 01:00-02:00'], 'nothing to do in a window'],
    [['--http', 'https://a', '--window', 'sat 01:00-02:00'], 'nothing to do in a window with the policy notify'],
    [['--http', 'https://a', '--window', 'sometimes'], 'It must be like'],
    [['--http', 'https://a', '--every', 'often'], 'It must be like 90s'],
    [['--http', 'https://a', '--key', 'nonsense'], 'neither a public key nor a file'],
    [['--http', 'https://a', '--policy', 'everything'], 'Allowed choices are notify, add-versions'],
  ])('refuses %j before anything is sent', async (options, text) => {
    const ran = await line('market', 'source', 'add', 'team', ...options);
    expect(ran).toMatchObject({ status: 2, stderr: expect.stringContaining(text) });
    expect(api.seen()).toEqual([]);
  });

  it('waits for the first sync, shows every step once, and what it found', async () => {
    let reads = 0;
    const steps = [
      sync({ state: 'running', phase: 'fetching', counts: null }),
      sync({ state: 'running', phase: 'fetching', counts: null, progress: { done: 2_000_000, total: null } }),
      sync({ state: 'running', phase: 'reading', counts: null }),
      sync(),
    ];
    api.on('GET /v1/marketplace/syncs/run-1', () => ({ json: steps[Math.min(reads++, 3)] }));
    const ran = await line('market', 'source', 'add', 'team', '--http', 'https://example.com/x', '--wait');
    expect(ran.stderr).toBe('source team added (revision 8)\nteam: fetching\nteam: reading the entries\n');
    expect(ran.stdout).toContain(
      'team synced: 12 entries: 2 added, 1 changed, 1 withdrawn, 1 rejected\nAdded: MinerU, Tabby\n',
    );
    expect(ran.stdout).toMatch(/5 +Broken +backends.yaml:40 +version_configs +is required \[missing-field\]\n/);
    expect(ran.stdout).toMatch(/Tabby +the icon is no picture \[icon-left-out\]\n/);
    expect(ran.status).toBe(0);
  });

  it('draws a bar on a terminal', async () => {
    let reads = 0;
    const half = { done: 1_048_576, total: 2_097_152 };
    api.on('GET /v1/marketplace/syncs/run-1', () => ({
      json: reads++ === 0 ? sync({ state: 'running', phase: 'fetching', progress: half }) : sync(),
    }));
    const ran = await api.run('market source add team --http https://example.com/x --wait --no-color', {
      isTty: true,
      columns: 100,
    });
    expect(ran.stderr).toContain('team  fetching  [############------------] 1.0 MiB of 2.0 MiB\r\u001b[2K');
  });
});

describe('market source sync', () => {
  const began = { ...sync({ state: 'queued', phase: 'waiting' }), joined: false };

  it('syncs one, or all that are not paused', async () => {
    api.on('POST /v1/marketplace/sources/team/sync', { json: began });
    expect((await api.run('market source sync team')).stdout).toBe(
      'team is synced now: enginehouse market sync-report run-1\n',
    );
    expect((await api.run('market source sync')).stdout).toBe(
      'team is synced now: enginehouse market sync-report run-1\n',
    );
    expect(api.seen().filter(({ method }) => method === 'POST')).toHaveLength(2);
  });

  it('fails with the reason of the sync, after its last attempt', async () => {
    const problem = problemOf('source-unavailable', 'The host is away.', { hint: 'Look at the host.' });
    let reads = 0;
    api.on('POST /v1/marketplace/sources/team/sync', { json: began });
    api.on('GET /v1/marketplace/syncs/run-1', () => ({
      json:
        reads++ === 0
          ? sync({ state: 'queued', phase: 'waiting', problem, nextAttemptAt: '2026-01-02T12:00:20.000Z' })
          : sync({ state: 'failed', problem, attempt: 2 }),
    }));
    const ran = await api.run('market source sync team --wait');
    expect(ran.status).toBe(1);
    expect(ran.stderr).toContain('team: attempt 1 failed: The host is away; tried again at 12:00:20 UTC\n');
    expect(ran.stderr).toContain('error: source-unavailable: team: The host is away.\nhint: Look at the host.\n');
  });

  it('may be taken where nothing is offered any more, of one source', async () => {
    api.on('POST /v1/marketplace/sources/team/sync', { json: began });
    await api.run('market source sync team');
    expect(api.last().body).toBe('');
    expect(await api.run('market source sync team --accept-empty')).toMatchObject({ status: 0 });
    expect(sent()).toEqual({ acceptEmpty: true });
    expect(await api.run('market source sync --accept-empty')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('give its name'),
    });
  });

  it('of very many sources at once warns of nothing', async () => {
    const warned: Error[] = [];
    const onWarning = (warning: Error) => warned.push(warning);
    process.on('warning', onWarning);
    const names = Array.from({ length: 30 }, (_, at) => `team-${at}`);
    api.on('GET /v1/marketplace/sources', { json: { items: names.map((name) => source({ name })) } });
    for (const name of names) {
      api.on(`POST /v1/marketplace/sources/${name}/sync`, { json: { ...began, source: name, id: `run-of-${name}` } });
      api.on(`GET /v1/marketplace/syncs/run-of-${name}`, { json: sync({ source: name, id: `run-of-${name}` }) });
    }
    expect(await api.run('market source sync --wait')).toMatchObject({ status: 0 });
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', onWarning);
    expect(warned).toEqual([]);
  });

  it('names the source that was likely meant', async () => {
    const missing = { status: 404, json: problemOf('source-not-found', 'There is no source "comunity".') };
    api.on('POST /v1/marketplace/sources/comunity/sync', missing);
    api.on('GET /v1/marketplace/sources/comunity', missing);
    for (const words of ['sync', 'get']) {
      const ran = await api.run(`market source ${words} comunity`);
      expect(ran).toMatchObject({ status: 3, stderr: expect.stringContaining('Did you mean community?') });
    }
  });
});

describe('market source trust', () => {
  beforeEach(() => {
    api.on('POST /v1/marketplace/sources/team/trust', { json: done });
  });

  it('shows the keys old and new, and asks', async () => {
    const old = { id: '00000000000000AA', key: key.text, since: '2026-01-01T12:00:00Z', by: 'user:ada' };
    const offeredKey = { id: key.id, key: key.text, at: '2026-01-02T12:00:00Z' };
    api.on('GET /v1/marketplace/sources/team', { json: source({ keys: [old], offeredKey }) });
    const declined = await asked('n', 'market', 'source', 'trust', 'team', '--offered');
    expect(declined).toMatchObject({ status: 1, stderr: expect.stringContaining('Nothing was changed') });
    expect(declined.stderr).toMatch(/Trusted now: +00000000000000AA, since .* by user:ada\n/);
    expect(declined.stderr).toContain(`${key.id}  ${key.text}`);
    expect(api.seen().map(({ method }) => method)).toEqual(['GET']);
    const trusted = await asked('y', 'market', 'source', 'trust', 'team', '--offered');
    expect(trusted).toMatchObject({ status: 0, stdout: `key ${key.id} of source team trusted (revision 8)\n` });
    expect([sent(), api.last().headers['if-match']]).toEqual([{ key: key.text }, '"7"']);
  });

  it('says that unsigned content is still taken where the source is not strict, and how to change that', async () => {
    const trust = `market source trust team --key ${key.text} --yes`;
    const ran = await api.run(trust);
    expect(ran.stdout).toBe(`key ${key.id} of source team trusted (revision 8)\n`);
    expect(ran.stderr).toContain(
      'What is not signed is still taken from team. To refuse it: enginehouse market source change team --strict\n',
    );
    api.on('GET /v1/marketplace/sources/team', { json: source({ strict: true }) });
    expect((await api.run(trust)).stderr).toBe('');
  });

  it('does nothing unasked where nobody can be asked', async () => {
    const ran = await api.run(`market source trust team --key ${key.text}`);
    expect(ran).toMatchObject({ status: 2, stderr: expect.stringContaining('--yes') });
    expect((await api.run(`market source trust team --key ${keyFile} --yes`)).status).toBe(0);
  });

  it.each([
    [source(), 'no key that waits for trust'],
    [
      source({ offeredKey: { id: '00000000000000BB', key: null, at: '2026-01-02T12:00:00Z' } }),
      'does not show the key itself',
    ],
  ])('says where no key is offered', async (view, text) => {
    api.on('GET /v1/marketplace/sources/team', { json: view });
    const ran = await api.run('market source trust team --offered --yes');
    expect(ran).toMatchObject({ status: 3, stderr: expect.stringContaining(text) });
    expect(ran.stderr).toContain('--key KEY');
  });

  it('takes trust back by id or by key', async () => {
    for (const id of ['00000000000000aa', '1a2b3c4d5e6f708', '01A2B3C4D5E6F708', 'E7620F1842B4E81F']) {
      await api.run(`market source distrust team ${id} --yes`);
      expect(sent()).toEqual({ distrust: id.toUpperCase().replace(/^0+/, '') });
    }
    expect((await api.run('market source distrust team nonsense --yes')).status).toBe(2);
    await api.run(`market source distrust team ${key.text} --yes`);
    expect(sent()).toEqual({ distrust: key.id });
  });
});

describe('market sources', () => {
  it('are listed, wide with what happens by itself', async () => {
    const { stdout } = await api.run('market source list -o wide');
    expect(stdout).toMatch(
      /team +ok +12 +1 +2 +not checked +1h ago +https:\/\/example.com\/index.yaml +1h +only tells/,
    );
    expect(stdout).toMatch(/community +ok, paused/);
    api.on('GET /v1/marketplace/sources', { json: { items: [] } });
    expect((await api.run('market source list')).stdout).toContain('market source add NAME');
  });

  it.each([
    [{ running: null }, /team +not synced yet +-/],
    [{ running: sync({ state: 'running', phase: 'fetching', finishedAt: null }) }, /team +first sync +-/],
  ])('that were never synced say so in plain words', async (more, words) => {
    const json = { items: [source({ state: 'never', snapshot: null, ...more })] };
    api.on('GET /v1/marketplace/sources', { json });
    const { stdout } = await api.run('market source list');
    expect(stdout).toMatch(words);
    expect(stdout).not.toContain('never');
  });

  it('are shown with their last sync and its problem', async () => {
    const problem = problemOf('source-unavailable', 'The host is away.');
    const lastSync = sync({ state: 'failed', problem });
    api.on('GET /v1/marketplace/sources/team', { json: source({ state: 'alarm', failures: 3, problem, lastSync }) });
    const { stdout } = await api.run('market source get team');
    expect(stdout).toMatch(/State: +alarm\nFailed: +3 in a row\nProblem: +The host is away\./);
    expect(stdout).toMatch(/Last sync: +run-1 could not be synced: The host is away\./);
  });

  it('say with which command what was rejected is shown', async () => {
    expect(await shows(sync())).toMatch(/Rejected: +enginehouse market sync-report run-1\n/);
    expect(await shows(sync({ state: 'unchanged' }))).toMatch(
      /Rejected: +enginehouse market sync-report ID; the ids: enginehouse market source history team\n/,
    );
  });

  it.each([
    ['--ref main', { ref: 'main' }],
    ['--path backends --ref v4', { ref: 'v4', path: 'backends' }],
    ['--tag stable', { tag: 'stable' }],
    ['--git https://b.example/x.git', { kind: 'git', url: 'https://b.example/x.git' }],
    ['--oci r.example/x:1', { kind: 'oci', reference: 'r.example/x:1' }],
  ])('are moved by what is said of the place alone: %s', async (words, location) => {
    api.on('PATCH /v1/marketplace/sources/team', { json: done });
    expect(await api.run(`market source change team ${words}`)).toMatchObject({ status: 0 });
    expect(sent()).toEqual({ location });
  });

  it('are changed in part, against what was read where a part of the policy stays', async () => {
    api.on('PATCH /v1/marketplace/sources/team', { json: done });
    await api.run('market source change team --every 6h --no-strict');
    expect([sent(), api.last().headers['if-match']]).toEqual([{ everySeconds: 21_600, strict: false }, undefined]);
    const window = { days: ['sat' as const], from: '01:00', to: '02:00', timeZone: 'UTC' };
    api.on('GET /v1/marketplace/sources/team', { json: source({ policy: { mode: 'add-versions', window } }) });
    await line('market', 'source', 'change', 'team', '--window', 'sun 03:00-04:00');
    expect([sent(), api.last().headers['if-match']]).toEqual([
      { policy: { mode: 'add-versions', window: { days: ['sun'], from: '03:00', to: '04:00', timeZone: 'UTC' } } },
      '"7"',
    ]);
    await api.run('market source change team --no-window');
    expect(sent()).toEqual({ policy: { mode: 'add-versions' } });
    await api.run('market source change team --policy notify');
    expect(sent()).toEqual({ policy: { mode: 'notify' } });
    expect(await api.run('market source change team')).toMatchObject({ status: 2 });
    await api.run('market source pause team');
    expect(sent()).toEqual({ paused: true });
  });

  it('are removed only where somebody says so, and may leave their backends', async () => {
    api.on('DELETE /v1/marketplace/sources/team', { json: done });
    api.on('GET /v1/marketplace/sources/team', { json: source() });
    expect(await api.run('market source remove team')).toMatchObject({ status: 2 });
    expect(api.seen().map(({ method }) => method)).toEqual(['GET']);
    expect((await api.run('market source remove team --keep-enabled --yes')).stdout).toBe(
      'source team removed (revision 8)\n',
    );
    expect(api.last().query).toEqual({ keepEnabled: 'true' });
    const refused = problemOf('source-in-use', 'Of the source "team" these are enabled: MinerU.', {
      hint: 'Disable them first, or remove the source with keepEnabled.',
      extra: { entries: ['MinerU'] },
    });
    api.on('DELETE /v1/marketplace/sources/team', { status: 409, json: refused });
    expect(await api.run('market source remove team --yes')).toMatchObject({
      status: 4,
      stderr:
        'error: source-in-use: Of the source "team" these are enabled: MinerU.\nhint: Disable them first (enginehouse market disable MinerU), or remove the source with --keep-enabled.\n',
    });
  });

  it('have a history, and reports of every sync', async () => {
    const problem = problemOf('source-invalid', 'It is no YAML.');
    const items = [sync(), sync({ id: 'run-0', state: 'failed', problem, counts: null })];
    api.on('GET /v1/marketplace/sources/team/syncs', { json: { items } });
    const { stdout } = await api.run('market source history team');
    expect(stdout).toMatch(/run-1 +succeeded .* 1.5 s +manual +1 +synced: 12 entries/);
    expect(stdout).toMatch(/run-0 +failed .* It is no YAML\./);
    api.on('GET /v1/marketplace/syncs/run-1', { json: sync() });
    const report = (await api.run('market sync-report run-1')).stdout;
    expect(report).toMatch(/Found: +12 entries: 2 added/);
    expect(report).toContain('Withdrawn: Old\n');
    expect(JSON.parse((await api.run('market sync-report run-1 --json')).stdout)).toEqual(sync());
  });

  it('tell what stays although its newest form was rejected, and of the source as a whole', async () => {
    const error = { code: 'required', path: ['image'], detail: 'is needed' };
    const rejected = [
      { position: 1, name: 'Tabby', errors: [error], kept: ['Tabby'] },
      { position: 2, name: null, file: 'b.yaml', errors: [error], kept: ['One', 'Two'] },
      { position: 3, name: 'New', errors: [error] },
    ];
    const warnings = [{ name: null, code: 'many-withdrawn', detail: '3 of the 4 entries are gone.' }];
    api.on('GET /v1/marketplace/syncs/run-1', { json: sync({ rejected, warnings }) });
    const { stdout } = await api.run('market sync-report run-1');
    expect(stdout).toMatch(/Tabby .* is needed \[required\]; stays as it was\n/);
    expect(stdout).toMatch(/is needed \[required\]; as before: One(,| and) Two\n/);
    expect(stdout).toMatch(/New .* is needed \[required\]\n/);
    expect(stdout).toContain('Note: 3 of the 4 entries are gone. [many-withdrawn]\n');
    expect(stdout).not.toContain('Taken, but not all of it');
  });

  it('tell how many were added in truth, although long lists are cut', async () => {
    const added = Array.from({ length: 1000 }, (_, at) => `entry-${at}`);
    const counts = { entries: 6000, added: 6000, changed: 0, unchanged: 0, withdrawn: 0, rejected: 0 };
    api.on('GET /v1/marketplace/syncs/run-1', { json: sync({ added, counts }) });
    expect((await api.run('market sync-report run-1')).stdout).toContain('entry-19 and 5980 more\n');
  });
});
