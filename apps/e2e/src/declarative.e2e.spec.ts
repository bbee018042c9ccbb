import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApplyPlan, BackendView, FeedPage } from '@enginehouse/contracts';
import { api } from './support/api.js';
import { registerTestBackend, testBackendYaml, unique } from './support/backends.js';
import { cli, type CliOptions } from './support/cli.js';
import { deploy, instanceIn, remove } from './support/deployments.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'enginehouse-declarative-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const engine = () => `${unique('set')}-custom`;
const described = (name: string, text: string) => testBackendYaml(name, '', `description: ${text}\n`);
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

/** A folder of documents, one file for each. */
function folderOf(documents: Readonly<Record<string, string>>): string {
  const path = join(folder, unique('folder'));
  mkdirSync(join(path, 'inner'), { recursive: true });
  Object.entries(documents).forEach(([name, text], n) =>
    writeFileSync(join(path, n % 2 ? 'inner' : '', `${name}.yaml`), text),
  );
  return path;
}

const run = (line: string, options: CliOptions = {}) => cli(line.split(' '), options);
const head = async () => (await api<FeedPage>('GET', '/v1/events?log=catalog&after=0&limit=1')).body.head;
const exists = async (name: string) => (await api('GET', `/v1/backends/${name}`)).status === 200;
const backend = async (name: string) => (await api<BackendView>('GET', `/v1/backends/${name}`)).body;

describe('a folder of documents', () => {
  it('is planned, applied and then has nothing to do: no event, and status 0', async () => {
    const set = unique('set');
    const [first, second, third] = [engine(), engine(), engine()];
    const path = folderOf({
      first: testBackendYaml(first),
      both: `${testBackendYaml(second)}---\n${testBackendYaml(third)}`,
    });

    const planned = await run(`plan -f ${path} --set ${set}`);
    expect(planned.code, planned.err).toBe(2);
    expect(planned.out).toContain(`+ create ${second}  (${path}/inner/both.yaml (document 1))`);
    expect(planned.out).toContain('3 to create, 0 to change, 0 to delete, 0 unchanged.');

    const applied = await run(`apply -f ${path} --set ${set} --reason first --detailed-exitcode`);
    expect(applied.code, applied.err).toBe(2);
    expect(applied.out).toMatch(new RegExp(`^backend ${first} registered \\(revision \\d+\\)$`, 'm'));
    expect(await backend(first)).toMatchObject({ applySet: set });

    const before = await head();
    const again = await run(`apply -f ${path} --set ${set} --detailed-exitcode --prune`);
    expect([again.code, again.err]).toEqual([0, '']);
    expect(again.out.match(/unchanged/g)).toHaveLength(3);
    expect((await run(`plan -f ${path} --set ${set} --prune`)).code).toBe(0);
    expect(await head()).toBe(before);
  });

  it('is not applied at all while one document is refused, and says where the mistake is', async () => {
    const name = engine();
    const broken = testBackendYaml(engine()).replace('custom_framework: cpu', 'custom_framework: [cpu]');
    const path = file('broken.yaml', `${testBackendYaml(name)}---\n${broken}`);
    for (const command of ['plan', 'apply']) {
      const { code, out, err } = await run(`${command} -f ${path}`);
      expect(code).toBe(1);
      expect(`${out}${err}`).toContain(`broken.yaml (document 2)`);
      expect(`${out}${err}`).toContain('14:23: version_configs.v1.custom_framework');
    }
    expect(await exists(name)).toBe(false);
  });

  it('may hold a thousand', { timeout: 120_000 }, async () => {
    const names = Array.from({ length: 1000 }, () => engine());
    const path = folderOf(Object.fromEntries(names.map((name) => [name, testBackendYaml(name)])));
    const { code, out, err } = await run(`plan -f ${path} --json`);
    expect(code, err).toBe(2);
    expect((JSON.parse(out) as ApplyPlan).summary).toMatchObject({ create: 1000, refused: 0 });
  });
});

describe('a change of what a deployment runs', () => {
  it('is planned with the deployment, the revision it runs and whether it would still find a place', async () => {
    const name = await registerTestBackend();
    const chat = await deploy({ backend: name });
    await instanceIn(chat, 'ready');
    const { revision } = await backend(name);
    await api('PATCH', `/v1/backends/${name}`, { json: { description: 'newer' } });

    const moved = testBackendYaml(name).replace('custom_framework: cpu', 'custom_framework: cuda');
    const planned = await run(`plan -f ${file('moved.yaml', moved)} --json`);
    expect(planned.code, planned.err).toBe(2);
    const [item] = (JSON.parse(planned.out) as ApplyPlan).items;
    expect(item).toMatchObject({
      action: 'change',
      impact: [{ deployment: chat, affected: true, runningRevision: revision, outdated: true, placeable: false }],
    });
    const shown = await run(`plan -f ${file('moved.yaml', moved)}`);
    expect(shown.out).toContain('~ change');
    expect(shown.out).toMatch(
      new RegExp(`deployment ${chat} .*runs revision ${revision}, current \\d+; could not be rolled`),
    );
    const harmless = await run(`plan -f ${file('same.yaml', described(name, 'newest'))} --json`);
    expect((JSON.parse(harmless.out) as ApplyPlan).items[0]?.impact).toMatchObject([
      { deployment: chat, affected: false },
    ]);
    await remove(chat);
  });
});

describe('pruning', () => {
  it('deletes what the same set made and no document names, asks first, and spares everything else', async () => {
    const [set, other] = [unique('set'), unique('set')];
    const [kept, gone, others, own] = [engine(), engine(), engine(), await registerTestBackend()];
    await run(`apply -f ${folderOf({ kept: testBackendYaml(kept), gone: testBackendYaml(gone) })} --set ${set}`);
    await run(`apply -f ${file('others.yaml', testBackendYaml(others))} --set ${other}`);
    await run(`apply -f ${file('own.yaml', described(own, 'applied'))} --set ${set}`);
    const path = folderOf({ kept: testBackendYaml(kept) });

    const unasked = await run(`apply -f ${path} --set ${set} --prune`);
    expect(unasked.code).toBe(1);
    expect(unasked.err).toContain(`- delete ${gone}`);
    expect(unasked.err).toContain('--yes');
    expect(await exists(gone)).toBe(true);

    const pruned = await run(`apply -f ${path} --set ${set} --prune --yes`);
    expect([pruned.code, pruned.out]).toEqual([0, expect.stringContaining(`backend ${gone} deleted\n`)]);
    expect(await Promise.all([kept, gone, others, own].map(exists))).toEqual([true, false, true, true]);
    expect((await run(`plan -f ${path} --set ${set} --prune`)).code).toBe(0);

    const back = await run(`apply -f ${file('gone.yaml', testBackendYaml(gone))} --set ${set}`);
    expect(back.out).toContain(`backend ${gone} registered`);
    expect(await backend(gone)).toMatchObject({ applySet: set });
  });

  it('is refused while a deployment uses the backend, and then nothing is applied', async () => {
    const set = unique('set');
    const [used, added] = [engine(), engine()];
    await run(`apply -f ${file('used.yaml', testBackendYaml(used))} --set ${set}`);
    const chat = await deploy({ backend: used });
    const path = file('added.yaml', testBackendYaml(added));

    const planned = await run(`plan -f ${path} --set ${set} --prune`);
    expect(planned.code).toBe(1);
    expect(planned.out).toContain(`! refused ${used}`);
    expect(planned.out).toContain(chat);
    const applied = await run(`apply -f ${path} --set ${set} --prune --yes`);
    expect(applied.code).toBe(1);
    expect(applied.err).toContain(`backend-in-use: Backend ${used} is used by the deployment ${chat}.`);
    expect(await Promise.all([used, added].map(exists))).toEqual([true, false]);

    await remove(chat);
    expect((await run(`apply -f ${path} --set ${set} --prune --yes`)).code).toBe(0);
    expect(await Promise.all([used, added].map(exists))).toEqual([false, true]);
  });
});
