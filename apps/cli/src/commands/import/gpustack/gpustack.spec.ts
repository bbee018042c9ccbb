import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planSummary, problemOf, type ApplyPlan, type PlannedChange } from '@enginehouse/contracts';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { entry } from '../../../testing/market-views.js';
import { useFakeApi } from '../../../testing/use-fake-api.js';
import { backend } from '../../../testing/views.js';

const api = useFakeApi();
const cwd = mkdtempSync(join(tmpdir(), 'enginehouse-import-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const write = (path: string, text: string) => writeFileSync(join(cwd, path), text);
const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
write('chat.yml', fixture('exported.yml'));
write('list.yaml', fixture('community-list.yaml'));

const item = (name: string, action: PlannedChange['action'], more: Partial<PlannedChange> = {}): PlannedChange => ({
  name,
  document: 0,
  source: 'chat.yml:1',
  action,
  revision: null,
  changes: [],
  impact: [],
  ...more,
});
const planned = (...items: readonly PlannedChange[]): { json: ApplyPlan } => ({
  json: { head: 1, applySet: 'gpustack', prune: false, items: [...items], summary: planSummary(items) },
});
const applied = (name: string) => ({ name, revision: 3, created: true, changed: true });
const run = (line: string, more: Parameters<typeof api.run>[1] = {}) =>
  api.run(`import gpustack ${line}`.trim(), { cwd, ...more });
const puts = () => api.seen().filter(({ method }) => method === 'PUT');

beforeEach(() => {
  api.on('GET /v1/backends', { json: { items: [] } });
  api.on('GET /v1/marketplace/entries', {
    json: { items: [entry({ name: 'MinerU', versions: ['3.0.5', '2.7.0'] })], total: 1 },
  });
  api.on('POST /v1/plan', planned(item('chat-custom', 'create')));
  api.on('PUT /v1/backends/chat-custom', { status: 201, json: applied('chat-custom') });
});

describe('import gpustack', () => {
  it('plans and applies as `apply` does, and says what it made', async () => {
    const ran = await run('chat.yml');
    expect(ran).toMatchObject({ status: 0, stdout: 'backend chat-custom registered (revision 3)\n' });
    expect(ran.stderr).toBe(
      'chat-custom (custom, chat.yml:1)\n+ create chat-custom  (chat.yml:1)\n1 to create, 0 to change, 0 to delete, 0 unchanged.\n',
    );
    expect(puts()).toMatchObject([
      {
        path: '/v1/backends/chat-custom',
        query: { applySet: 'gpustack' },
        headers: { 'if-none-match': '*', 'x-change-reason': 'imported from GPUStack' },
      },
    ]);
    const [plan] = api.seen().filter(({ path }) => path === '/v1/plan');
    expect(JSON.parse(plan?.body ?? '')).toMatchObject({
      applySet: 'gpustack',
      prune: false,
      documents: [{ source: 'chat.yml:1', definition: { backend_name: 'chat-custom', default_version: '1.10' } }],
    });
  });

  it('changes nothing with --dry-run, and exits with 2 where it would', async () => {
    const ran = await run('chat.yml --dry-run');
    expect(ran).toMatchObject({ status: 2, stderr: '', stdout: expect.stringContaining('1 to create, 0 to change') });
    expect(puts()).toEqual([]);
    api.on('POST /v1/plan', planned(item('chat-custom', 'unchanged', { revision: 3 })));
    expect(await run('chat.yml --dry-run')).toMatchObject({ status: 0 });
  });

  it('has nothing to do the second time', async () => {
    api.on('POST /v1/plan', planned(item('chat-custom', 'unchanged', { revision: 3 })));
    const ran = await run('chat.yml --detailed-exitcode');
    expect(ran).toMatchObject({ status: 0, stdout: 'backend chat-custom unchanged (revision 3)\n' });
    expect(puts()).toEqual([]);
  });

  it('tells by --detailed-exitcode that something changed', async () => {
    expect(await run('chat.yml --detailed-exitcode')).toMatchObject({ status: 2 });
  });

  it('asks at a terminal, unless --yes', async () => {
    const asked: string[] = [];
    const ask = (answer: string) => (question: string) => {
      asked.push(question);
      return Promise.resolve(answer);
    };
    expect(await run('chat.yml', { ask: ask('n') })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('Nothing was changed.'),
    });
    expect([asked, puts()]).toEqual([['Make 1 backend? [y/N] '], []]);
    expect(await run('chat.yml --yes', { ask: ask('n') })).toMatchObject({ status: 0 });
    expect(asked).toHaveLength(1);
  });

  it('prints the commands that enable what the marketplace offers', async () => {
    api.on('POST /v1/plan', planned(item('Speaker-custom', 'create')));
    api.on('PUT /v1/backends/Speaker-custom', { status: 201, json: applied('Speaker-custom') });
    const ran = await run('list.yaml');
    expect(ran).toMatchObject({ status: 0, stdout: 'backend Speaker-custom registered (revision 3)\n' });
    expect(ran.stderr).toContain('Speaker (community, list.yaml:15) -> Speaker-custom\n');
    expect(ran.stderr).toContain(
      'MinerU (community, list.yaml:2) is not imported: the marketplace offers it: enable it there\n',
    );
    expect(ran.stderr).toContain('To enable in the marketplace:\n  enginehouse market enable MinerU\n');
  });

  it('is one object with --json', async () => {
    const ran = await run('chat.yml --json');
    expect([ran.status, JSON.parse(ran.stdout)]).toMatchObject([
      0,
      {
        backends: [{ name: 'chat-custom', kind: 'custom', outcome: 'import', to: 'chat-custom', warnings: [] }],
        warnings: [],
        plan: { summary: { create: 1 } },
        applied: [applied('chat-custom')],
      },
    ]);
    const dry = await run('chat.yml --json --dry-run');
    expect([dry.status, JSON.parse(dry.stdout)]).toMatchObject([2, { applied: null }]);
  });

  it('reads folders and standard input', async () => {
    mkdirSync(join(cwd, 'pages'), { recursive: true });
    write('pages/1.json', fixture('inference-backends.json'));
    write('pages/2.yml', fixture('exported.yml'));
    const vllm = backend({ name: 'vLLM', source: 'built_in' });
    api.on('GET /v1/backends', { json: { items: [{ ...vllm, frameworks: [], versions: [], hasIcon: false }] } });
    api.on('GET /v1/backends/vLLM', { json: { ...vllm, definition: { ...vllm.definition, backend_name: 'vLLM' } } });
    const folder = await run('pages --dry-run --json');
    const report = JSON.parse(folder.stdout) as { backends: { name: string; outcome: string }[] };
    expect(report.backends.map(({ name, outcome }) => `${name}: ${outcome}`)).toEqual([
      'vLLM: import',
      'team-engine-custom: import',
      'Old Engine: import',
      'Whisper-Server: import',
      'chat-custom: import',
      'MindIE: refused',
      'Custom: skip',
      'MinerU: enable',
      'llama.cpp: skip',
    ]);
    const stdin = fixture('exported.yml');
    expect(await run('- --dry-run', { stdin })).toMatchObject({ stdout: expect.stringContaining('standard input:1') });
  });

  it('imports nothing while one backend cannot be, unless the others are wanted', async () => {
    write('two.yml', `${fixture('exported.yml')}---\nbackend_name: bad-custom\n`);
    const ran = await run('two.yml');
    expect(ran.status).toBe(1);
    expect(ran.stderr).toContain(
      'bad-custom (custom, two.yml:25) cannot be imported\n    error: invalid-definition: A backend needs a version.',
    );
    expect(ran.stderr).toContain('error: invalid-input: 1 of 2 backends cannot be imported. Nothing was imported.\n');
    expect(ran.stderr).toContain('--skip-refused');
    expect(puts()).toEqual([]);
    expect(await run('two.yml --dry-run')).toMatchObject({ status: 1 });
    expect(await run('two.yml --skip-refused')).toMatchObject({ status: 0 });
    expect(puts()).toHaveLength(1);
  });

  it('counts what the server refuses among it', async () => {
    const problem = problemOf('version-in-use', 'The version 1.9 is in use.');
    api.on('POST /v1/plan', planned(item('chat-custom', 'refused', { problem })));
    expect(await run('chat.yml')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('error: version-in-use: The version 1.9 is in use.'),
    });
    expect(await run('chat.yml --skip-refused')).toMatchObject({ status: 0, stdout: '' });
    expect(puts()).toEqual([]);
  });

  it.each([
    ['nothing.json', 'nothing.json cannot be read: there is no such file.'],
    ['broken.json', 'broken.json:1:'],
    ['other.json', 'other.json holds no backends of GPUStack.'],
    ['', 'missing required argument'],
  ])('exits with 1 whatever is wrong: %s', async (name, text) => {
    write('broken.json', '{"items": [');
    write('other.json', '{"a": 1}');
    expect(await run(name)).toMatchObject({ status: 1, stderr: expect.stringContaining(text) });
  });
});
