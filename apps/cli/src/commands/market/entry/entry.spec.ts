import { problemOf, type MergeDecision } from '@enginehouse/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import { entry, entryDetails, source, update } from '../../../testing/market-views.js';
import { runHere } from '../../../testing/run-here.js';
import { useFakeApi } from '../../../testing/use-fake-api.js';

const api = useFakeApi();
const address = '/v1/marketplace/entries/team/MinerU';
const sent = () => JSON.parse(api.last().body) as unknown;
const offers = (...items: readonly object[]) =>
  api.on('GET /v1/marketplace/entries', { json: { items, total: items.length } });
const run = (...args: readonly string[]) =>
  runHere(['market', 'update', ...args], { env: { ENGINEHOUSE_URL: api.url(), ENGINEHOUSE_TOKEN: 't' } });
const enabled = (more = {}) => ({
  json: {
    revision: 3,
    changed: true,
    backend: 'MinerU',
    catalogRevision: 40,
    restored: false,
    keptYours: [],
    ...more,
  },
});
/** What changes something; a plan does not. */
const posts = () => api.seen().filter(({ method, path }) => method === 'POST' && !path.endsWith('/plan'));

interface Decided {
  readonly decisions: readonly MergeDecision[];
}

/** The update with its decisions, as the marketplace answers them. */
const planned = ({ decisions }: Decided) => {
  const open = update();
  const fields = open.fields.map((field) => {
    const decided = decisions.find(({ path }) => path.join() === field.path.join());
    return decided ? { ...field, result: field[decided.take], note: `decided: ${decided.take}` } : field;
  });
  return { ...open, fields, conflicts: open.conflicts - decisions.length };
};

describe('market list', () => {
  it('shows how each entry stands, page by page', async () => {
    api.on('GET /v1/marketplace/entries', ({ query }) => ({
      json: query['cursor']
        ? { items: [entry({ name: 'Zeta', deprecated: 'use Tabby', clash: 'taken' })], total: 2 }
        : { items: [entry({ enabled: true, updatable: true })], total: 2, nextCursor: 'c' },
    }));
    const { stdout } = await api.run('market list --search ocr --framework cuda --enabled');
    expect(stdout).toMatch(/MinerU +team +enabled, update +cuda, cann +2.5, 1.10 +Documents to Markdown\n/);
    expect(stdout).toMatch(/Zeta +team +name taken, deprecated/);
    expect(api.seen()[0]?.query).toEqual({ search: 'ocr', framework: 'cuda', enabled: 'true', limit: '200' });
  });

  it.each([
    ['market list', [source()], 'market source sync --wait'],
    ['market list', [], 'market source add --help'],
    ['market list --search x', [source()], 'Nothing fits'],
    ['market list --updatable', [source()], 'All enabled entries are as upstream has them.'],
  ])('says what to do where there is nothing: %s', async (words, sources, text) => {
    offers();
    api.on('GET /v1/marketplace/sources', { json: { items: sources } });
    expect((await api.run(words)).stdout).toContain(text);
    expect(JSON.parse((await api.run(`${words} --json`)).stdout)).toEqual({ items: [] });
  });
});

describe('an entry whose newest form was rejected', () => {
  const rejected = 'backend.version_configs: is needed here';

  it('is listed with why it stays as it was', async () => {
    offers(entry({ enabled: true, rejected }));
    const { stdout } = await api.run('market list');
    expect(stdout).toMatch(/MinerU +team +enabled, newest form rejected/);
    expect(stdout).toContain(`\nteam/MinerU: its newest form was rejected: ${rejected}\n`);
  });

  it('is shown with it too', async () => {
    offers(entry({ rejected }));
    api.on(`GET ${address}`, { json: entryDetails({ rejected }) });
    expect((await api.run('market show MinerU')).stdout).toContain(`its newest form was rejected: ${rejected}\n`);
  });
});

describe('market list of a source that there is not', () => {
  it.each(['market list --source teem', 'market show teem/MinerU'])('is an error: %s', async (words) => {
    api.on('GET /v1/marketplace/sources', { json: { items: [source()] } });
    const json = problemOf('source-not-found', 'There is no source "teem".');
    api.on('GET /v1/marketplace/entries', { status: 404, json });
    expect(await api.run(words)).toMatchObject({
      status: 3,
      stdout: '',
      stderr: expect.stringMatching(/^error: source-not-found: There is no source "teem"\.\nhint: Did you mean team\?/),
    });
  });
});

it('market show tells everything about an entry, without letting its texts steer the terminal', async () => {
  offers(entry());
  const about = { ...entryDetails().about, readme: '# Read\u001b[31m me' };
  api.on(`GET ${address}`, { json: entryDetails({ about }) });
  const { stdout } = await api.run('market show MinerU --check-images');
  expect(api.last().query).toEqual({ checkImages: 'true' });
  expect(stdout).toMatch(/State: +enabled\n/);
  expect(stdout).toMatch(/Backend: +revision 40, used by 1 deployment\n/);
  expect(stdout).toMatch(/Updates: +only tells of updates, as its source\n/);
  expect(stdout).toMatch(/Needs: +cuda 12.4 or newer\n/);
  expect(stdout).toMatch(/Offered from: +https:\/\/example.com\/index.yaml\n +"v1"\n +not signed, synced /);
  expect(stdout).toContain('# Read\ufffd[31m me\n');
  expect(stdout).toMatch(/2.5 +cuda +moved +sha256:a{12} +sha256:b{12} +mineru:2.5 +the tag means another image now/);
  expect(stdout).toMatch(/2.5 +2026-01-01 +faster\n/);
});

it('market show tells what is run: commands, variables without secrets, and what versions change of it', async () => {
  offers(entry());
  const details = entryDetails();
  const image = { framework: 'cuda', image_name: 'mineru:2.5' };
  const definition = {
    ...details.definition,
    health_check_path: '/up',
    default_run_command: 'serve {{port}}',
    default_entrypoint: '/bin/sh',
    default_env: { LEVEL: 'info', API_TOKEN: 'hidden' },
    versions: [{ name: '2.5', images: [image], env: { PASSWORD: 'hidden', MODE: 'fast' }, entrypoint: '/run' }],
  };
  api.on(`GET ${address}`, { json: { ...details, definition } });
  const { stdout } = await api.run('market show MinerU');
  expect(stdout).toMatch(/Health check: +\/up\n/);
  expect(stdout).toMatch(/Run command: +serve {{port}}\n/);
  expect(stdout).toMatch(/Entrypoint: +\/bin\/sh\n/);
  expect(stdout).toMatch(/Environment: +LEVEL=info\n +API_TOKEN=\S+\n/);
  expect(stdout).toMatch(/2\.5 +\/run +PASSWORD=\S+ MODE=fast\n/);
  expect(stdout).not.toContain('hidden');
});

describe('market enable', () => {
  it('makes backends of several entries', async () => {
    offers(entry());
    api.on(`POST ${address}/enable`, enabled({ restored: true, keptYours: [['versions', '1.10', 'env', 'A']] }));
    const ran = await api.run('market enable MinerU team/MinerU --reason why');
    expect(ran.stdout.split('\n')[0]).toBe(
      'backend MinerU enabled from source team (revision 40); what was added to it before is back',
    );
    expect(ran.stderr).toContain('yours was kept: versions/1.10/env/A. See: enginehouse market diff MinerU\n');
    expect(posts()).toHaveLength(2);
    expect(api.last().headers['x-change-reason']).toBe('why');
  });

  describe('of several', () => {
    const taken = problemOf('name-taken', 'The catalog has a backend "MinerU" already.', { hint: 'Rename yours.' });
    const missing = problemOf('entry-not-found', 'Source team does not offer "Tabby" any more.');
    const tabby = '/v1/marketplace/entries/team/Tabby';
    const kokoro = '/v1/marketplace/entries/team/Kokoro';

    beforeEach(() => {
      offers(entry(), entry({ name: 'Tabby' }), entry({ name: 'Kokoro' }));
      api.on(`POST ${address}/enable`, { status: 409, json: taken });
      api.on(`POST ${tabby}/enable`, { status: 404, json: missing });
      api.on(`POST ${kokoro}/enable`, enabled());
    });

    it('goes on where one is refused, tells each of these, and ends as the first of them would alone', async () => {
      const ran = await api.run('market enable MinerU Nothing Tabby Kokoro');
      expect(ran).toMatchObject({ status: 4, stdout: expect.stringMatching(/^backend \w+ enabled .*\n$/) as string });
      const errors = ran.stderr.split('\n').filter((line) => line.startsWith('error: '));
      expect(errors).toEqual([
        'error: name-taken: MinerU: The catalog has a backend "MinerU" already.',
        'error: entry-not-found: Nothing: No source offers "Nothing".',
        'error: entry-not-found: Tabby: Source team does not offer "Tabby" any more.',
      ]);
      expect(ran.stderr).toContain('hint: Rename yours.\n');
      expect(ran.stderr).toMatch(/\n3 of 4 failed: MinerU, Nothing, Tabby\n$/);
      expect((await api.run('market enable Tabby Kokoro MinerU')).status).toBe(3);
    });

    it('tells each as one line of JSON where that is wanted, and nothing else there', async () => {
      const ran = await api.run('market enable MinerU Tabby Kokoro --json');
      const told = ran.stderr
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { code: string });
      expect(told.map(({ code }) => code)).toEqual(['name-taken', 'entry-not-found']);
      expect(ran.status).toBe(4);
    });
  });
});

describe('market diff', () => {
  beforeEach(() => {
    offers(entry({ enabled: true }));
  });

  it('shows three sides, marks conflicts, and who is touched; exit status 2', async () => {
    api.on(`GET ${address}/update`, { json: update() });
    const { status, stdout } = await api.run('market diff MinerU');
    expect(status).toBe(2);
    expect(stdout).toMatch(/description +CONFLICT +old +theirs +mine +to decide\n/);
    expect(stdout).toMatch(/versions\/1.10\/env\/A.B +CONFLICT +\(none\) +1 +2 +to decide\n/);
    expect(stdout).toMatch(/default_env\/X +upstream +1 +2 +1 +2\n/);
    expect(stdout).toContain('new versions: 2.6\n');
    expect(stdout).toContain('version 1.9 is withdrawn upstream and kept: a deployment uses it\n');
    expect(stdout).toContain('deployment chat (version 1.9) runs revision 40; is touched, and would find a place\n');
    expect(stdout).toContain('2 conflicts to decide\n');
  });

  it('cuts no value where it is not read on a terminal', async () => {
    const upstream = 'x'.repeat(500);
    const field = {
      path: ['description'],
      kind: 'upstream' as const,
      base: 'a',
      upstream,
      yours: 'a',
      result: upstream,
    };
    api.on(`GET ${address}/update`, { json: update({ fields: [field], conflicts: 0 }) });
    expect((await api.run('market diff MinerU')).stdout).toContain(upstream);
  });

  it('is 0 where upstream has nothing to take over, and 1 for everything that is wrong', async () => {
    const own = { path: ['description'], kind: 'yours' as const, base: 'a', upstream: 'a', yours: 'b', result: 'b' };
    const quiet = {
      updatable: false,
      fields: [own],
      conflicts: 0,
      addedVersions: [],
      withdrawnVersions: [],
      impact: [],
    };
    api.on(`GET ${address}/update`, { json: update(quiet) });
    const same = await api.run('market diff MinerU');
    expect(same).toMatchObject({ status: 0, stdout: expect.stringContaining('MinerU has all that upstream has.\n') });
    expect(same.stdout).toMatch(/description +yours +a +a +b +b\n/);
    const refused = problemOf('entry-not-enabled', 'The entry "MinerU" of "team" is not enabled.');
    api.on(`GET ${address}/update`, { status: 409, json: refused });
    expect((await api.run('market diff MinerU')).status).toBe(1);
    expect((await api.run('market diff')).status).toBe(1);
    offers(entry(), entry({ source: 'b' }));
    expect((await api.run('market diff MinerU')).status).toBe(1);
  });
});

describe('market update', () => {
  const updated = {
    json: {
      revision: 9,
      changed: true,
      catalogRevision: 41,
      addedVersions: ['2.6'],
      removedVersions: [],
      keptVersions: ['1.9'],
      kept: [{ version: '1.9', reason: 'it is the default version' }],
    },
  };

  beforeEach(() => {
    offers(entry({ enabled: true, updatable: true }));
    api.on(`GET ${address}/update`, { json: update() });
    api.on(`POST ${address}/update/plan`, ({ body }) => ({ json: planned(JSON.parse(body) as Decided) }));
    api.on(`POST ${address}/update`, updated);
  });

  it('shows what the decisions lead to, as the marketplace says, and not only which side was taken', async () => {
    const path = ['versions', '1.9'];
    const [base, yours] = [{ image: 'one:1.9' }, { image: 'one:1.9-mine' }];
    const open = { path, kind: 'conflict' as const, base, yours };
    const stays = { ...open, result: { ...yours, deprecated: 'withdrawn by team on 2026-01-02' } };
    api.on(`GET ${address}/update`, { json: update({ fields: [open], conflicts: 1, withdrawnVersions: [] }) });
    const note = 'decided: upstream; stays: a deployment uses it';
    api.on(`POST ${address}/update/plan`, { json: update({ fields: [{ ...stays, note }], conflicts: 0 }) });
    const ran = await run('MinerU', '--yes', '--take-field', 'versions/1.9=upstream', '--take', 'yours');
    expect(ran.status).toBe(0);
    expect(ran.stderr).toContain('withdrawn by team on 2026-01-02');
    expect(ran.stderr).toContain('(decided: upstream; stays: a deployment uses it)');
    expect(ran.stderr).toContain('version 1.9 is withdrawn upstream and kept: a deployment uses it\n');
    expect(sent()).toMatchObject({ decisions: [{ path, take: 'upstream' }] });
  });

  it('refuses what is undecided, and says how to decide', async () => {
    const ran = await run('MinerU', '--yes', '--take-field', 'description=yours');
    expect(ran.status).toBe(4);
    expect(ran.stderr).toContain(
      'error: update-conflicts: You and upstream changed a field of MinerU differently; MinerU was not updated.\n',
    );
    expect(ran.stderr).toContain('  versions/1.10/env/A.B: upstream has "1", you have "2" [conflict]\n');
    expect(ran.stderr).not.toContain('versions.');
    expect(ran.stderr).toContain('--take-field versions/1.10/env/A.B=upstream (or =yours) for one, --take upstream');
    expect(posts()).toEqual([]);
  });

  it('sends the decisions with what they were based on; one field goes before all', async () => {
    const ran = await run('MinerU', '--yes', '--take', 'yours', '--take-field', 'versions."1.10".env."A.B"=upstream');
    expect(ran).toMatchObject({
      status: 0,
      stdout: 'backend MinerU updated (revision 41): added 2.6; kept 1.9 (it is the default version)\n',
    });
    expect(ran.stderr).toMatch(/description +CONFLICT +old +theirs +mine +mine \(decided: yours\)\n/);
    expect(ran.stderr).not.toContain('to decide');
    expect(sent()).toEqual({
      contentHash: 'h2',
      catalogRevision: 40,
      decisions: [
        { path: ['description'], take: 'yours' },
        { path: ['versions', '1.10', 'env', 'A.B'], take: 'upstream' },
      ],
    });
  });

  it('asks before it changes anything', async () => {
    expect(await run('MinerU', '--take', 'yours')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--yes'),
    });
    expect(posts()).toEqual([]);
  });

  it.each([
    [['MinerU', '--take-field', 'descripton=yours'], 'Did you mean description?'],
    [['MinerU', '--take-field', 'icon=yours'], 'There are: description, versions/1.10/env/A.B.'],
    [['MinerU', '--take-field', 'description=both'], 'It must be like description=upstream'],
    [['--all', '--take-field', 'description=yours'], '--take-field is about one entry.'],
    [['MinerU', 'Tabby', '--take-field', 'description=yours'], '--take-field is about one entry.'],
    [[], 'It must be some entries or all of them.'],
    [['MinerU', '--all'], 'It must be some entries or all of them.'],
  ])('refuses %j', async (args, text) => {
    expect(await run(...args)).toMatchObject({ status: 2, stderr: expect.stringContaining(text) });
    expect(posts()).toEqual([]);
  });

  it('updates all that can be, and then names what must be decided', async () => {
    offers(entry({ enabled: true, updatable: true }), entry({ name: 'Tabby', enabled: true, updatable: true }));
    const plain = update({ name: 'Tabby', fields: [], conflicts: 0 });
    api.on('GET /v1/marketplace/entries/team/Tabby/update', { json: plain });
    api.on('POST /v1/marketplace/entries/team/Tabby/update', updated);
    const ran = await run('--all', '--yes');
    expect(ran).toMatchObject({ status: 4, stdout: expect.stringContaining('backend Tabby updated (revision 41)') });
    expect(ran.stderr).toContain('MinerU was not updated.');
    expect(posts().map(({ path }) => path)).toEqual(['/v1/marketplace/entries/team/Tabby/update']);
  });

  it('updates what the list calls updatable, and several by their names', async () => {
    const left = update({ fields: [], conflicts: 0 });
    api.on(`GET ${address}/update`, { json: left });
    expect(await run('--all', '--yes')).toMatchObject({ status: 0 });
    expect(api.seen()[0]?.query).toEqual({ enabled: 'true', limit: '200' });
    expect(posts()).toHaveLength(1);
    offers(entry({ enabled: true }), entry({ name: 'Tabby', enabled: true }));
    api.on('GET /v1/marketplace/entries/team/Tabby/update', { json: { ...left, name: 'Tabby' } });
    api.on('POST /v1/marketplace/entries/team/Tabby/update', updated);
    const ran = await run('MinerU', 'Tabby', 'team/MinerU', '--yes');
    expect(ran.stdout.match(/backend \w+ updated/g)).toEqual(['backend MinerU updated', 'backend Tabby updated']);
  });

  it('goes on with the others where one is refused, and ends as that one would alone', async () => {
    api.on(`GET ${address}/update`, { json: update({ fields: [], conflicts: 0 }) });
    offers(entry({ enabled: true, updatable: true }), entry({ name: 'Tabby', enabled: true, updatable: true }));
    const plain = update({ name: 'Tabby', fields: [], conflicts: 0 });
    api.on('GET /v1/marketplace/entries/team/Tabby/update', { json: plain });
    api.on('POST /v1/marketplace/entries/team/Tabby/update', updated);
    const changed = problemOf('entry-changed', 'Upstream has changed MinerU since.', { hint: 'Look again.' });
    api.on(`POST ${address}/update`, { status: 412, json: changed });
    const ran = await run('--all', '--yes');
    expect(ran).toMatchObject({ status: 4, stdout: expect.stringContaining('backend Tabby updated') as string });
    expect(ran.stderr).toContain('error: entry-changed: MinerU: Upstream has changed MinerU since.\n');
    expect(ran.stderr).toMatch(/\n1 of 2 failed: MinerU\n$/);
  });

  it('has nothing to do where upstream has nothing new', async () => {
    const none = { updatable: false, fields: [], conflicts: 0, addedVersions: [], withdrawnVersions: [], impact: [] };
    api.on(`GET ${address}/update`, { json: update(none) });
    expect(await run('MinerU')).toMatchObject({ status: 0, stdout: 'MinerU is as upstream has it.\n' });
    offers();
    expect(await run('--all')).toMatchObject({ status: 0, stdout: 'Everything is as upstream has it.\n' });
  });
});

describe('market policy', () => {
  beforeEach(() => {
    offers(entry({ enabled: true }));
    api.on(`PUT ${address}/policy`, { json: { revision: 4, changed: true } });
    api.on(`GET ${address}`, { json: entryDetails() });
  });

  it('is shown, set, and given back to the source', async () => {
    expect((await api.run('market policy MinerU')).stdout).toBe('MinerU only tells of updates, as source team says\n');
    expect((await api.run('market policy MinerU add-versions')).stdout).toBe('policy of MinerU set (revision 4)\n');
    expect(sent()).toEqual({ policy: { mode: 'add-versions' } });
    await api.run('market policy MinerU source');
    expect(sent()).toEqual({ policy: null });
    expect(await api.run('market policy MinerU sometimes')).toMatchObject({ status: 2 });
    const env = { ENGINEHOUSE_URL: api.url() };
    const args = ['market', 'policy', 'MinerU', 'notify', '--window', 'daily 01:00-02:00'];
    expect(await runHere(args, { env })).toMatchObject({ status: 2, stderr: expect.stringContaining('add-versions') });
  });
});
