import { problemOf } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { entry, entryDetails, source, sync } from '../../../testing/market-views.js';
import { useFakeApi } from '../../../testing/use-fake-api.js';

const api = useFakeApi();
const offers = (...items: readonly object[]) =>
  api.on('GET /v1/marketplace/entries', { json: { items, total: items.length } });

describe('the name of an entry', () => {
  const both = [entry(), entry({ source: 'community' })];

  it('may be in another case, and with its source in front', async () => {
    offers(entry({ name: 'MinerU-2' }), entry());
    api.on('GET /v1/marketplace/entries/team/MinerU', { json: entryDetails() });
    expect((await api.run('market show mineru')).status).toBe(0);
    await api.run('market show team/MinerU');
    expect(api.seen().at(-2)?.query).toMatchObject({ source: 'team', search: 'MinerU' });
  });

  it('is refused where several sources have it, with all of them', async () => {
    offers(...both);
    const ran = await api.run('market show MinerU');
    expect(ran.status).toBe(2);
    expect(ran.stderr).toContain('Several sources offer MinerU: team, community.');
    expect(ran.stderr).toContain('Say which: team/MinerU or community/MinerU.');
  });

  it('means the enabled one where the command is about such', async () => {
    offers(entry(), entry({ source: 'community', enabled: true }));
    const disabled = { revision: 3, changed: true, catalogRevision: 14, lastRevision: 13 };
    api.on('POST /v1/marketplace/entries/community/MinerU/disable', { json: disabled });
    expect(await api.run('market disable MinerU --yes')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('backend MinerU disabled (revision 14)'),
    });
  });

  it('is suggested where it is mistyped', async () => {
    api.on('GET /v1/marketplace/entries', ({ query }) => ({
      json: { items: query['search'] ? [] : [entry()], total: 0 },
    }));
    const ran = await api.run('market show MinreU');
    expect(ran).toMatchObject({ status: 3, stderr: expect.stringContaining('Did you mean MinerU?') });
    expect(ran.stderr).toContain('error: entry-not-found: No source offers "MinreU".');
  });

  it('that nothing is near to is answered with commands that show what there is and what was rejected', async () => {
    rejects('team', 'run-7');
    rejects('lab', 'run-9');
    api.on('GET /v1/marketplace/sources', { json: { items: [source(), source({ name: 'lab' })] } });
    expect((await api.run('market show Nowhere')).stderr).toContain(
      'hint: All there is: enginehouse market list; what was rejected: enginehouse market sync-report run-7 or enginehouse market sync-report run-9\n',
    );
    expect((await api.run('market show lab/Nowhere')).stderr).toContain(
      'hint: All there is: enginehouse market list --source lab; what was rejected: enginehouse market sync-report run-9\n',
    );
  });

  it('that was rejected is answered with the reason and the command that shows the rest', async () => {
    rejects('team', 'run-7');
    api.on('GET /v1/marketplace/sources', { json: { items: [source()] } });
    expect((await api.run('market show broken')).stderr).toContain(
      'hint: Source team has it, but it was rejected: version_configs is required. More: enginehouse market sync-report run-7\n',
    );
  });

  it('is answered without reports where nothing was rejected, or nobody says what', async () => {
    offersUnsearched();
    api.on('GET /v1/marketplace/sources', { status: 500, json: problemOf('internal', 'It broke.') });
    expect((await api.run('market show Nowhere')).stderr).toContain('hint: All there is: enginehouse market list\n');
    const { snapshot } = source();
    api.on('GET /v1/marketplace/sources', {
      json: { items: [source({ snapshot: snapshot && { ...snapshot, rejected: 0 } })] },
    });
    expect((await api.run('market show Nowhere')).stderr).toContain('hint: All there is: enginehouse market list\n');
  });
});

const offersUnsearched = () =>
  api.on('GET /v1/marketplace/entries', ({ query }) => ({
    json: { items: query['search'] ? [] : [entry()], total: 0 },
  }));

/** What a source offers now was found by that sync; the ones after it found the same. */
function rejects(name: string, id: string): void {
  offersUnsearched();
  const found = sync({ id, source: name });
  const items = [sync({ id: 'later', source: name, state: 'unchanged', counts: null }), found];
  api.on(`GET /v1/marketplace/sources/${name}/syncs`, { json: { items } });
  api.on(`GET /v1/marketplace/syncs/${id}`, { json: found });
}
