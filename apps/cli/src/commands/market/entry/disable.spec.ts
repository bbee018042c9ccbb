import { problemOf } from '@enginehouse/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import { entry } from '../../../testing/market-views.js';
import { useFakeApi } from '../../../testing/use-fake-api.js';

const api = useFakeApi();
const address = '/v1/marketplace/entries/team/MinerU';
const offers = (...items: readonly object[]) =>
  api.on('GET /v1/marketplace/entries', { json: { items, total: items.length } });
const paths = () => api.seen().flatMap(({ method, path }) => (method === 'POST' ? [path] : []));

it('disabling is refused with the names of the deployments and the way out', async () => {
  offers(entry({ enabled: true }));
  const inUse = problemOf('backend-in-use', 'Backend MinerU is in use.', { extra: { deployments: ['chat', 'docs'] } });
  api.on(`POST ${address}/disable`, { status: 409, json: inUse });
  const ran = await api.run('market disable MinerU --yes');
  expect(ran.status).toBe(4);
  expect(ran.stderr).toContain(
    'error: backend-in-use: Backend MinerU is in use.\n  deployments: chat, docs\nhint: Delete them first: enginehouse deployment delete chat; enginehouse deployment delete docs\n',
  );
});

it('what is not enabled is refused, and nobody is asked about it', async () => {
  offers(entry({ enabled: false }));
  const asked: string[] = [];
  const ask = (question: string) => Promise.resolve(`n${asked.push(question)}`);
  for (const more of [{}, { ask }]) {
    expect(await api.run('market disable MinerU', more)).toMatchObject({
      status: 4,
      stderr:
        'error: entry-not-enabled: The entry MinerU of team is not enabled.\nhint: Those that are: enginehouse market list --enabled\n',
    });
  }
  expect([asked, paths()]).toEqual([[], []]);
});

describe('disabling several', () => {
  const tabby = entry({ name: 'Tabby', enabled: true });
  const disabled = { json: { revision: 3, changed: true, catalogRevision: 14, lastRevision: 13 } };

  beforeEach(() => {
    offers(entry({ enabled: true }), tabby);
    api.on(`POST ${address}/disable`, disabled);
    api.on('POST /v1/marketplace/entries/team/Tabby/disable', disabled);
  });

  it('is asked for once, with what goes, and done to each of them once', async () => {
    expect(await api.run('market disable MinerU Tabby')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining(
        'Delete 2 backends: MinerU, Tabby? What you added to them comes back when they are enabled again. Nobody can be asked here.',
      ),
    });
    expect(paths()).toEqual([]);
    expect(await api.run('market disable MinerU Tabby team/MinerU --yes --reason unused')).toMatchObject({
      status: 0,
      stdout: [
        'backend MinerU disabled (revision 14); as it was: enginehouse backend rollback MinerU --to 13\n',
        'backend Tabby disabled (revision 14); as it was: enginehouse backend rollback Tabby --to 13\n',
      ].join(''),
    });
    expect(paths()).toEqual([`${address}/disable`, '/v1/marketplace/entries/team/Tabby/disable']);
    expect(api.last().headers['x-change-reason']).toBe('unused');
  });

  it('does nothing where one of them is not known', async () => {
    expect(await api.run('market disable MinerU Nothing --yes')).toMatchObject({ status: 3 });
    expect(paths()).toEqual([]);
  });

  it('goes on where one of them is refused, tells why, and ends as that one would alone', async () => {
    const inUse = problemOf('backend-in-use', 'Backend MinerU is in use.', { extra: { deployments: ['chat'] } });
    api.on(`POST ${address}/disable`, { status: 409, json: inUse });
    const ran = await api.run('market disable MinerU Tabby --yes');
    expect(ran).toMatchObject({ status: 4, stdout: expect.stringMatching(/^backend Tabby disabled/) as string });
    expect(ran.stderr).toContain('error: backend-in-use: MinerU: Backend MinerU is in use.\n  deployments: chat\n');
    expect(ran.stderr).toMatch(/\n1 of 2 failed: MinerU\n$/);
    expect(paths()).toEqual([`${address}/disable`, '/v1/marketplace/entries/team/Tabby/disable']);
  });

  it('warns of those that cannot be enabled again, and says how else they come back', async () => {
    offers(entry({ enabled: true, withdrawn: true }));
    const one = (await api.run('market disable MinerU')).stderr;
    expect(one).not.toContain('comes back when');
    expect(one).toContain('MinerU cannot be enabled again: source team does not offer it any more.');
    expect(one).toContain('enginehouse backend get MinerU -o yaml');
    expect(one).toContain('enginehouse backend rollback MinerU --to REVISION');
    offers(entry({ enabled: true, withdrawn: true }), tabby);
    const both = (await api.run('market disable MinerU Tabby')).stderr;
    expect(both).toContain('comes back when they are enabled again.\nMinerU cannot be enabled again: ');
  });
});
