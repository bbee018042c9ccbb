import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BackendView } from '@enginehouse/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api } from './support/api.js';
import { testCommand, unique } from './support/backends.js';
import { cli } from './support/cli.js';
import { deploy, instanceIn, remove } from './support/deployments.js';
import { IndexServer } from './support/index-server.js';
import { forget, indexOf, market, syncOf } from './support/market.js';
import { stack } from './support/stack.js';

/** A row as GPUStack's API has it. */
const row = (name: string, backend_source: string, versions: object, more: object = {}) => ({
  backend_name: name,
  backend_source,
  is_built_in: backend_source === 'built_in',
  enabled: true,
  owner_principal_id: null,
  default_version: null,
  default_run_command: '',
  default_entrypoint: '',
  health_check_path: '/v1/models',
  default_env: null,
  version_configs: versions,
  created_at: '2026-05-04T09:12:33.120934Z',
  ...more,
});
const version = (more: object = {}) => ({
  image_name: stack().testImage,
  custom_framework: 'cpu',
  built_in_frameworks: null,
  run_command: testCommand('--model {{model_name}}'),
  entrypoint: null,
  env: null,
  ...more,
});
/** A version that comes with GPUStack's list. */
const shipped = () => ({ ...version(), custom_framework: null, built_in_frameworks: ['cpu'] });

const backend = async (name: string) => (await api<BackendView>('GET', `/v1/backends/${name}`)).body;
const versionsOf = async (name: string) => (await backend(name)).definition.versions.map((version) => version.name);

/** A GPUStack server's backends, from its API to a model that answers: each test goes on where the one before ended. */
describe('import gpustack', () => {
  const [engine, orphan, offered, unused] = ['Engine', 'Orphan', 'Offered', 'Unused'].map(unique) as [
    string,
    string,
    string,
    string,
  ];
  const source = unique('team');
  const ownVersion = `${unique('9.9')}-custom`;
  const folder = mkdtempSync(join(tmpdir(), 'enginehouse-import-'));
  const file = join(folder, 'inference-backends.json');
  const run = (...args: readonly string[]) => cli(['import', 'gpustack', file, ...args]);
  let server: IndexServer;
  let deployment = '';

  beforeAll(async () => {
    server = await IndexServer.start();
    server.put('/index.yaml', indexOf([{ name: offered, versions: ['1.0'] }]));
    await market('source', 'add', source, '--http', `${server.address}/index.yaml`, '--internal', '--every', 'never');
    await syncOf(source);
    const items = [
      row(
        engine,
        'custom',
        { '1.10': version(), '1.9': version() },
        {
          default_version: '1.10',
          default_env: { LEVEL: 'info', UPSTREAM_TOKEN: 'sample-token' },
          gpu_policy: 'any',
        },
      ),
      row('vLLM', 'built_in', { [ownVersion]: version(), '0.15.1': { ...shipped(), image_name: '' } }),
      row(orphan, 'community', { '1.0': shipped() }),
      row(offered, 'community', { '1.0': shipped(), '2.0-custom': version() }),
      row(unused, 'community', { '1.0': shipped() }, { enabled: false }),
      row('Custom', 'built_in', {}),
    ];
    writeFileSync(file, JSON.stringify({ items, pagination: { page: 1, perPage: 100, total: 6, totalPage: 1 } }));
  });
  afterAll(async () => {
    if (deployment !== '') await remove(deployment);
    await forget(source);
    for (const name of [`${engine}-custom`, `${orphan}-custom`]) await api('DELETE', `/v1/backends/${name}`);
    await api('DELETE', `/v1/backends/vLLM/versions/${ownVersion}`);
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('only says with --dry-run what it would do', async () => {
    const ran = await run('--dry-run');
    expect([ran.code, ran.err]).toEqual([2, '']);
    expect(ran.out).toContain(`${engine} (custom, ${file}:1) -> ${engine}-custom\n`);
    expect(ran.out).toContain('warning: Enginehouse has no field "gpu_policy" of a backend; it was left out.');
    expect(ran.out).toContain('warning: UPSTREAM_TOKEN: stored as text, which everybody who may read backends sees.');
    expect(ran.out).not.toContain('sample-token');
    expect(ran.out).toContain(`${unused} (community, ${file}:1) is passed over: it is offered by GPUStack`);
    expect(ran.out).toContain(`  enginehouse market enable ${offered}\n`);
    expect(ran.out).toContain('2 to create, 1 to change, 0 to delete, 0 unchanged.');
    expect((await api('GET', `/v1/backends/${engine}-custom`)).status).toBe(404);
  });

  it('imports custom backends, and what users added to built-in ones', async () => {
    const ran = await run('--reason', 'we move');
    expect(ran.code).toBe(0);
    expect(ran.out).toMatch(new RegExp(`^backend ${engine}-custom registered \\(revision \\d+\\)\n`));
    expect(await backend(`${engine}-custom`)).toMatchObject({
      source: 'custom',
      applySet: 'gpustack',
      definition: { default_version: '1.10', default_env: { LEVEL: 'info' } },
    });
    expect(await versionsOf(`${engine}-custom`)).toEqual(['1.10', '1.9']);
    expect(await versionsOf(`${orphan}-custom`)).toEqual(['1.0']);
    expect(await versionsOf('vLLM')).toContain(ownVersion);
    const history = await cli(['backend', 'history', `${engine}-custom`, '--json']);
    expect(history.out).toContain('we move');
  });

  it('what was imported runs', async () => {
    deployment = await deploy({ backend: `${engine}-custom` });
    expect(await instanceIn(deployment, 'ready')).toMatchObject({ version: '1.10' });
  });

  it('has nothing to do the second time', async () => {
    const before = await backend(`${engine}-custom`);
    const ran = await run('--detailed-exitcode');
    expect([ran.code, ran.err]).toEqual([
      0,
      expect.stringContaining('0 to create, 0 to change, 0 to delete, 3 unchanged.'),
    ]);
    expect((await run('--dry-run')).code).toBe(0);
    expect((await backend(`${engine}-custom`)).revision).toBe(before.revision);
  });

  it('adds the user’s versions once the printed command has enabled a community backend', async () => {
    expect(await market('enable', offered)).toContain(`backend ${offered} enabled`);
    const ran = await run('--json', '--detailed-exitcode');
    expect(ran.code).toBe(2);
    const report = JSON.parse(ran.out) as { applied: { name: string; changed: boolean }[] };
    expect(report.applied.filter(({ changed }) => changed).map(({ name }) => name)).toEqual([offered]);
    expect(await versionsOf(offered)).toEqual(['1.0', '2.0-custom']);
    expect((await run('--detailed-exitcode')).code).toBe(0);
  });

  it('imports nothing while one backend is refused, and says which and why', async () => {
    const bad = join(folder, 'bad.json');
    const good = `${unique('good')}-custom`;
    const items = [
      row(good, 'custom', { v1: version() }),
      row('bad-custom', 'custom', { v1: version({ run_command: 'serve {{prot}}' }) }),
    ];
    writeFileSync(bad, JSON.stringify({ items }));
    const ran = await cli(['import', 'gpustack', bad]);
    expect(ran.code).toBe(1);
    expect(ran.err).toContain('error: invalid-definition: Nothing fills {{prot}}.');
    expect(ran.err).toContain('error: invalid-input: 1 of 2 backends cannot be imported. Nothing was imported.');
    expect((await api('GET', `/v1/backends/${good}`)).status).toBe(404);
    const others = await cli(['import', 'gpustack', bad, '--skip-refused']);
    expect([others.code, others.out]).toEqual([0, expect.stringContaining(`backend ${good} registered`)]);
    await api('DELETE', `/v1/backends/${good}`);
  });

  it('is not for somebody who may only read', async () => {
    const made = await api<{ token: string }>('POST', '/v1/tokens', {
      json: { name: unique('reader'), role: 'viewer' },
    });
    const input = JSON.stringify({ items: [row(unique('viewer'), 'custom', { v1: version() })] });
    const ran = await cli(['import', 'gpustack', '-'], { token: made.body.token, input });
    expect([ran.code, ran.err]).toEqual([1, expect.stringContaining('error: forbidden: ')]);
  });
});
