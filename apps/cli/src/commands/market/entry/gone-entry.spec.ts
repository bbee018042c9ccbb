import { describe, expect, it } from 'vitest';
import { entry, entryDetails, update } from '../../../testing/market-views.js';
import { useFakeApi } from '../../../testing/use-fake-api.js';

const api = useFakeApi();
const address = '/v1/marketplace/entries/team/MinerU';
const none = { updatable: false, fields: [], conflicts: 0, addedVersions: [], withdrawnVersions: [], impact: [] };
const since = '2026-01-02T11:00:00.000Z';
const location = 'https://example.com/index.yaml';
const gone = (more: object) => {
  const items = [entry({ enabled: true, withdrawn: true })];
  api.on('GET /v1/marketplace/entries', { json: { items, total: 1 } });
  api.on(`GET ${address}/update`, { json: { ...update(none), gone: more } });
  api.on(`GET ${address}`, { json: { ...entryDetails({ withdrawn: true, policy: null }), gone: more } });
  api.on(`PUT ${address}/policy`, { json: { revision: 4, changed: true } });
};
const said = async (words: string) => JSON.parse((await api.run(`${words} --json`)).stdout) as unknown;

describe('an entry that is not offered any more', () => {
  it.each([
    [{ reason: 'withdrawn', since }, /withdrawn upstream on 2026-01-02.*, no updates any more/, 'if team offers it'],
    [
      { reason: 'source-removed', since, location },
      /its source team was removed on 2026-01-02.*, no updates any more/,
      `added again (it was ${location})`,
    ],
    [{ reason: 'source-not-synced', since: null, location }, /not synced yet/, 'market source sync team'],
  ])('is never said to be as upstream has it: %j', async (more, text, wayBack) => {
    gone(more);
    for (const words of ['market diff MinerU', 'market update MinerU', 'market show MinerU', 'market policy MinerU']) {
      const ran = await api.run(words);
      expect(ran).toMatchObject({ status: 0, stdout: expect.stringMatching(text) as string });
      expect(ran.stdout).toContain('The backend stays as it is.');
      expect(ran.stdout).toContain(wayBack);
      expect(ran.stdout).toContain('To delete it: enginehouse market disable MinerU');
      expect(ran.stdout).not.toContain('upstream has');
    }
    const warned = await api.run('market policy MinerU add-versions');
    expect(warned.stderr).toMatch(/nothing to add to MinerU/);
    expect(warned.stderr).toMatch(text);
    expect((await api.run('market policy MinerU notify')).stderr).toBe('');
  });

  it('says so as JSON too', async () => {
    const more = { reason: 'withdrawn', since };
    gone(more);
    expect(await said('market diff MinerU')).toMatchObject({ gone: more });
    expect(await said('market show MinerU')).toMatchObject({ gone: more });
    expect(await said('market policy MinerU')).toMatchObject({ gone: more });
    expect(await said('market update MinerU')).toEqual({
      items: [],
      gone: [{ source: 'team', name: 'MinerU', ...more }],
    });
  });

  it('is named by an update of everything, with the command that says more', async () => {
    gone({ reason: 'withdrawn', since });
    const ran = await api.run('market update --all');
    expect(ran.status).toBe(0);
    expect(ran.stdout).toMatch(
      /^Everything else is as upstream has it\.\nMinerU: withdrawn upstream on 2026-01-02.*, no updates any more\. More: enginehouse market show MinerU\n$/,
    );
    expect(await said('market update --all')).toEqual({
      items: [],
      gone: [{ source: 'team', name: 'MinerU', reason: 'withdrawn', since }],
    });
  });

  it('is named beside what an update of everything does update', async () => {
    gone({ reason: 'source-removed', since });
    const items = [entry({ enabled: true, withdrawn: true }), entry({ name: 'Tabby', enabled: true, updatable: true })];
    api.on('GET /v1/marketplace/entries', { json: { items, total: 2 } });
    const tabby = '/v1/marketplace/entries/team/Tabby/update';
    api.on(`GET ${tabby}`, { json: update({ name: 'Tabby', fields: [], conflicts: 0 }) });
    const versions = { addedVersions: [], removedVersions: [], keptVersions: [], kept: [] };
    const json = { revision: 5, changed: true, catalogRevision: 41, ...versions };
    api.on(`POST ${tabby}`, { json });
    const ran = await api.run('market update --all --yes');
    expect(ran).toMatchObject({ status: 0, stdout: 'backend Tabby updated (revision 41)\n' });
    expect(ran.stderr).toMatch(
      /^MinerU: its source team was removed on 2026-01-02.*\. More: enginehouse market show MinerU$/m,
    );
  });

  it('does not follow the policy of a source that is not there', async () => {
    gone({ reason: 'source-removed', since });
    expect((await api.run('market policy MinerU')).stdout).not.toContain('as source team says');
  });
});
