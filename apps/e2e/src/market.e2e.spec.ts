import type { BackendView, EntryUpdate, EntryView } from '@enginehouse/contracts';
import { waitUntil } from '@enginehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api, refused } from './support/api.js';
import { testCommand, unique } from './support/backends.js';
import { cli } from './support/cli.js';
import { deploy, instanceIn, remove } from './support/deployments.js';
import { IndexServer } from './support/index-server.js';
import { entryOf, forget, indexOf, market, marketRun, namesOf, sourceOf, syncOf } from './support/market.js';
import { stack } from './support/stack.js';

/** The way of one backend through its life, step by step: each test goes on where the one before ended. */
describe('a backend of the marketplace', () => {
  const source = unique('team');
  const engine = unique('Engine');
  const other = unique('Other');
  const address = `/v1/marketplace/entries/${source}/${engine}`;
  const backend = async () => (await api<BackendView>('GET', `/v1/backends/${engine}`)).body;
  const versions = async () => (await backend()).definition.versions.map(({ name }) => name);
  let server: IndexServer;
  let deployment = '';

  beforeAll(async () => {
    server = await IndexServer.start();
    server.put(
      '/index.yaml',
      indexOf([{ name: engine, versions: ['1.9', '1.10'], env: { LEVEL: 'info' } }, { name: other }]),
    );
  });
  afterAll(async () => {
    if (deployment !== '') await remove(deployment);
    await forget(source);
    await server.stop();
  });
  const publish = (more: object) =>
    server.put('/index.yaml', indexOf([{ name: engine, env: { LEVEL: 'info' }, ...more }, { name: other }]));

  it('is offered once its source is added and synced', async () => {
    const url = `${server.address}/index.yaml`;
    const added = await marketRun('source', 'add', source, '--http', url, '--internal', '--every', 'never', '--wait');
    expect(added).toMatchObject({ code: 0, out: expect.stringContaining('2 entries: 2 added, 0 changed') });
    expect(await namesOf(source)).toEqual([engine, other]);
    expect(await sourceOf(source)).toMatchObject({
      state: 'ok',
      snapshot: { entries: 2, rejected: 0, signedBy: null },
    });
    const list = await market('list', '--source', source);
    expect(list).toMatch(new RegExp(`${engine} +${source} +available +cpu +1.9, 1.10 +What ${engine} is`));
    const shown = await market('show', engine);
    expect(shown).toContain(`Offered from:  ${url}`);
    expect(shown).toContain('not signed');
  });

  it('is not asked for again in full where nothing is new', async () => {
    const report = await syncOf(source);
    expect(report.state).toBe('unchanged');
    expect(server.answered.at(-1)).toMatchObject({ path: '/index.yaml', status: 304 });
  });

  it('becomes a community backend with its provenance, and runs', async () => {
    expect(await market('enable', engine)).toContain(`backend ${engine} enabled from source ${source}`);
    expect(await backend()).toMatchObject({ source: 'community', name: engine });
    const entry = await entryOf(source, engine);
    expect(entry).toMatchObject({
      enabled: true,
      updatable: false,
      enabledFrom: { source, contentHash: entry.contentHash },
    });
    expect(entry.images).toHaveLength(2);
    deployment = await deploy({ backend: engine, version: '1.9' });
    await instanceIn(deployment, 'ready');
    await expect.poll(async () => (await entryOf(source, engine)).deployments, { timeout: 10_000 }).toBe(1);
  });

  it('is not disabled while a deployment uses it, which is named', async () => {
    const answer = await refused('POST', `${address}/disable`);
    expect(answer).toMatchObject({ status: 409, body: { code: 'backend-in-use' } });
    expect(answer.body.detail).toContain(deployment);
    const ran = await marketRun('disable', engine, '--yes');
    expect(ran).toMatchObject({ code: 4, err: expect.stringContaining('error: backend-in-use: ') });
    expect(ran.err).toContain(deployment);
    const used = await marketRun('source', 'remove', source, '--yes');
    expect(used).toMatchObject({ code: 4, err: expect.stringContaining(engine) });
  });

  it('is updated field by field; what both changed is decided by somebody', async () => {
    const own = {
      name: 'mine-custom',
      images: [{ framework: 'cpu', image_name: stack().testImage }],
      run_command: testCommand(),
    };
    expect((await api('POST', `/v1/backends/${engine}/versions`, { json: own })).status).toBeLessThan(300);
    const mine = { description: 'mine', default_env: { LEVEL: 'info', MINE: 'yes' } };
    expect((await api('PATCH', `/v1/backends/${engine}`, { json: mine })).status).toBe(200);
    publish({ versions: ['1.10', '1.11'], description: 'theirs', env: { LEVEL: 'debug' }, defaultVersion: '1.11' });
    expect(await syncOf(source)).toMatchObject({ state: 'succeeded', changed: [engine] });
    expect(await market('list', '--updatable', '--source', source)).toContain(engine);

    const diff = await marketRun('diff', engine);
    expect(diff.code).toBe(2);
    expect(diff.out).toMatch(/description +CONFLICT +What .* is +theirs +mine +to decide/);
    expect(diff.out).toMatch(/default_env\/LEVEL +upstream +info +debug +info +debug/);
    expect(diff.out).toMatch(/versions\/mine-custom +yours/);
    expect(diff.out).toMatch(/version 1.9 is withdrawn upstream and kept/);
    expect(diff.out).toContain(`deployment ${deployment}`);

    const open = await marketRun('update', engine, '--yes');
    expect(open).toMatchObject({ code: 4, err: expect.stringContaining('--take-field description=upstream') });
    const answer = await refused('POST', `${address}/update`, { json: {} });
    expect(answer).toMatchObject({ status: 409, body: { code: 'update-conflicts' } });
    expect(answer.body.detail).toContain('description');
    expect((await backend()).definition.description).toBe('mine');

    const updated = await market('update', engine, '--take-field', 'description=yours', '--yes');
    expect(updated).toMatch(/updated \(revision \d+\): added 1\.11; kept 1\.9 \(a deployment uses it\)/);
    expect((await backend()).definition).toMatchObject({
      description: 'mine',
      default_env: { LEVEL: 'debug', MINE: 'yes' },
      default_version: '1.11',
    });
    expect((await versions()).toSorted()).toEqual(['1.10', '1.11', '1.9', 'mine-custom']);
    const kept = (await backend()).definition.versions.find(({ name }) => name === '1.9');
    expect(kept?.deprecated).toContain(source);
    expect((await marketRun('diff', engine)).code).toBe(0);
    await instanceIn(deployment, 'ready');
  });

  it('refuses an update that was looked at before somebody changed something', async () => {
    const { body: view } = await api<EntryUpdate>('GET', `${address}/update`);
    await api('PATCH', `/v1/backends/${engine}`, { json: { description: 'mine again' } });
    publish({
      versions: ['1.10', '1.11', '1.12'],
      description: 'theirs',
      env: { LEVEL: 'debug' },
      defaultVersion: '1.11',
    });
    await syncOf(source);
    const { contentHash, catalogRevision } = view;
    expect(await refused('POST', `${address}/update`, { json: { contentHash } })).toMatchObject({
      status: 412,
      body: { code: 'entry-changed' },
    });
    expect(await refused('POST', `${address}/update`, { json: { catalogRevision } })).toMatchObject({
      status: 412,
      body: { code: 'stale-revision' },
    });
  });

  it('takes new versions by itself where its policy says so, and changes nothing else', async () => {
    const before = (await backend()).definition;
    expect(await market('policy', engine, 'add-versions')).toContain(`policy of ${engine} set`);
    publish({
      versions: ['1.10', '1.11', '1.12', '2.0'],
      description: 'theirs anew',
      env: { LEVEL: 'trace' },
      defaultVersion: '2.0',
    });
    await syncOf(source);
    await waitUntil(async () => (await versions()).includes('2.0'), { what: 'the new version', timeout: 20_000 });
    const after = (await backend()).definition;
    expect(await versions()).toContain('1.12');
    expect({ ...after, versions: [] }).toEqual({ ...before, versions: [] });
    for (const version of before.versions) expect(after.versions).toContainEqual(version);
    expect((await entryOf(source, engine)).updatable).toBe(true);
  });

  it('is deleted once nothing uses it, and comes back with what was added to it', async () => {
    await remove(deployment);
    deployment = '';
    const before = (await backend()).definition;
    expect(await market('disable', engine, '--yes')).toMatch(new RegExp(`backend ${engine} disabled`));
    expect((await api('GET', `/v1/backends/${engine}`)).status).toBe(404);
    expect((await entryOf(source, engine)).enabled).toBe(false);
    expect(await market('enable', engine)).toContain('what was added to it before is back');
    const after = (await backend()).definition;
    expect(after).toMatchObject({ description: before.description, default_env: { MINE: 'yes' } });
    expect(after.versions.find(({ name }) => name === 'mine-custom')).toEqual(
      before.versions.find(({ name }) => name === 'mine-custom'),
    );
  });

  it('is that of its entry again where it was deleted, and rolled back into being in the catalog', async () => {
    const { revision } = await backend();
    const { enabledFrom } = await entryOf(source, engine);
    await market('disable', engine, '--yes');
    expect(await cli(['backend', 'rollback', engine, '--to', String(revision), '--yes'])).toMatchObject({ code: 0 });
    await expect.poll(async () => (await entryOf(source, engine)).enabled, { timeout: 20_000 }).toBe(true);
    expect(await entryOf(source, engine)).toMatchObject({ clash: null, enabledFrom });
    expect(await market('enable', engine)).toContain('is enabled already');
  });

  it('stays where its source forgets it, marked, and is not offered to others any more', async () => {
    server.put('/index.yaml', indexOf([{ name: other }]));
    expect(await syncOf(source)).toMatchObject({ state: 'succeeded', withdrawn: [engine] });
    expect((await backend()).name).toBe(engine);
    const { body } = await api<EntryView>('GET', address);
    const gone = { reason: 'withdrawn', since: expect.any(String) as string };
    expect(body).toMatchObject({ enabled: true, withdrawn: true, gone });
    expect(await market('diff', engine)).toContain('withdrawn upstream on');
    expect(JSON.parse(await market('diff', engine, '--json'))).toMatchObject({ updatable: false, gone });
    expect(await market('list', '--source', source)).toMatch(new RegExp(`${engine} .*withdrawn`));
  });

  it('leaves its story in the history of the backend, in the name of whoever asked', async () => {
    const { out } = await cli(['backend', 'history', engine]);
    expect(out).toContain('registered with');
    const said = await cli(['audit', '--backend', engine, '--json']);
    expect(said.out).toContain('user:');
  });
});
