import { marketplace as contracts } from '@enginehouse/contracts';
import { waitUntil } from '@enginehouse/testing';
import { expect, it } from 'vitest';
import { fileOf } from './fake-source-fetcher.js';
import { indexOf } from './index-of.js';
import { addressFor, valueOf, type RunningMarketplace } from './running-marketplace.js';

const http = (name: string) => ({ kind: 'http' as const, url: addressFor(name) });
const broken = (name: string) => `- backend_name: ${name}\n  version_configs: {"1": {image_name: "not an image!"}}\n`;
const files = (a: string, b: string) => [fileOf('a.yaml', a), fileOf('b.yaml', b)];
const entriesOf = async (market: RunningMarketplace, source: string) =>
  valueOf(await market.ask(contracts.listEntries, { source })).items;
const entryOf = async (market: RunningMarketplace, source: string, name: string) =>
  valueOf(await market.ask(contracts.getEntry, { source, name }));

/** What becomes of entries that a source does not have as it had them; run it inside a `describe`. */
export function lossesSuite(market: () => RunningMarketplace): void {
  it('offers an entry on as it was whose newest form is rejected, and says so until it is valid again', async () => {
    const good = await market().add('worse', indexOf(['One', 'Two']));
    const before = await entryOf(market(), 'worse', 'Two');
    for (const rest of ['', indexOf(['Three'])]) {
      market().world.put(addressFor('worse'), `${indexOf(['One'])}${broken('TWO')}${rest}`);
      expect(await market().sync('worse')).toMatchObject({
        state: 'succeeded',
        counts: { entries: rest ? 3 : 2, withdrawn: 0, unchanged: 1, rejected: 1 },
        withdrawn: [],
        rejected: [{ position: 2, name: 'TWO', kept: ['Two'] }],
      });
      expect((await entriesOf(market(), 'worse')).filter(({ rejected }) => rejected !== null)).toMatchObject([
        { name: 'Two', contentHash: before.contentHash, rejected: expect.stringContaining('custom_framework') },
      ]);
      expect(await entryOf(market(), 'worse', 'Two')).toMatchObject({
        definition: before.definition,
        rejected: expect.stringContaining('custom_framework'),
        provenance: { snapshotDigest: good.digest, syncedAt: before.provenance.syncedAt },
      });
    }
    expect(await market().source('worse')).toMatchObject({ state: 'ok', snapshot: { entries: 3, rejected: 1 } });
    market().world.put(addressFor('worse'), indexOf(['One', 'Two']));
    expect(await market().sync('worse')).toMatchObject({ counts: { unchanged: 2, rejected: 0 }, withdrawn: ['Three'] });
    expect((await entriesOf(market(), 'worse')).map(({ rejected }) => rejected)).toEqual([null, null]);
  });

  it('offers an entry on as it was whose name is in a misspelt field', async () => {
    await market().add('misspelt', indexOf(['One', 'Two']));
    const misspelt = indexOf(['Two']).replace('backend_name', 'backend_nam');
    market().world.put(addressFor('misspelt'), `${indexOf(['One'])}${misspelt}`);
    expect(await market().sync('misspelt')).toMatchObject({
      withdrawn: [],
      rejected: [{ name: 'Two', kept: ['Two'] }],
    });
  });

  it('offers the entries of a file on that cannot be read any more', async () => {
    const at = addressFor('folder');
    market().world.put(at, files(indexOf(['One', 'Two']), indexOf(['Three'])));
    const { run } = valueOf(await market().ask(contracts.addSource, { name: 'folder', location: http('folder') }));
    expect(await market().ended(run)).toMatchObject({ counts: { added: 3 } });
    market().world.put(at, files('- backend_name: "One', indexOf(['Four'])));
    expect(await market().sync('folder')).toMatchObject({
      counts: { entries: 3, added: 1, withdrawn: 1, rejected: 1 },
      withdrawn: ['Three'],
      rejected: [{ name: null, file: 'a.yaml', kept: ['One', 'Two'] }],
    });
  });

  it('does not keep what it had from elsewhere', async () => {
    await market().add('there', indexOf(['One', 'Two']));
    market().world.put(addressFor('elsewhere'), `${indexOf(['One'])}${broken('Two')}`);
    valueOf(await market().ask(contracts.changeSource, { name: 'there', changes: { location: http('elsewhere') } }));
    await waitUntil(async () => (await market().source('there')).snapshot?.entries === 1, { what: 'its sync' });
    expect((await entriesOf(market(), 'there')).map(({ name }) => name)).toEqual(['One']);
  });

  it.each([
    ['a list', '[]\n'],
    ['an index', 'format: enginehouse-index/1\nentries: []\n'],
    ['a folder', [fileOf('a.yaml', '[]\n'), fileOf('b.yaml', '[]\n')]],
    ['no file', []],
  ])('keeps what it had where nothing is offered any more, unless that is accepted (%s)', async (what, stand) => {
    const name = `emptied-${what.split(' ')[1]}`;
    const good = await market().add(name, indexOf(['One', 'Two']));
    market().world.put(addressFor(name), stand);
    expect(await market().sync(name)).toMatchObject({
      state: 'failed',
      attempt: 1,
      problem: {
        code: 'source-empty',
        detail: 'It offers nothing any more, and offered 2 entries before.',
        hint: expect.stringContaining(`enginehouse market source sync ${name} --accept-empty`),
      },
    });
    expect(await market().source(name)).toMatchObject({
      state: 'failing',
      snapshot: { digest: good.digest, entries: 2 },
    });
    expect(await market().sync(name, { acceptEmpty: true })).toMatchObject({
      state: 'succeeded',
      withdrawn: ['One', 'Two'],
      counts: { entries: 0, withdrawn: 2 },
    });
    market().world.put(addressFor(name), stand);
    expect(['succeeded', 'unchanged']).toContain((await market().sync(name)).state);
    market().world.put(addressFor(name), '[]\n\n');
    expect(await market().sync(name)).toMatchObject({ state: 'succeeded', counts: { entries: 0 } });
  });

  it('takes a source that never held a file only where that is accepted, and none of whose files is an entry', async () => {
    const location = http('hollow');
    market().world.put(addressFor('hollow'), []);
    const { run } = valueOf(await market().ask(contracts.addSource, { name: 'hollow', location }));
    expect(await market().ended(run)).toMatchObject({
      state: 'failed',
      problem: { code: 'source-invalid', hint: expect.stringContaining('--accept-empty') },
    });
    const none = { problem: null, counts: { entries: 0 } };
    expect(await market().sync('hollow', { acceptEmpty: true })).toMatchObject(none);
    market().world.put(addressFor('hollow'), [fileOf('SHA256SUMS', '')]);
    expect(await market().sync('hollow')).toMatchObject(none);
    market().world.put(addressFor('hollow'), [fileOf('a.yaml', indexOf(['One']))]);
    expect(await market().sync('hollow')).toMatchObject({ counts: { entries: 1 } });
    market().world.put(addressFor('hollow'), [fileOf('SHA256SUMS', 'x')]);
    expect(await market().sync('hollow')).toMatchObject({ state: 'failed', problem: { code: 'source-invalid' } });
  });

  it('says of a source whose entries are all rejected, and none of them known, why they are', async () => {
    await market().add('renamed', indexOf(['One']));
    market().world.put(addressFor('renamed'), `${broken('Another')}${broken('More')}`);
    const { problem } = await market().sync('renamed');
    expect(problem).toMatchObject({ code: 'source-empty' });
    expect(problem?.detail).toMatch(/and offered 1 entry before\. What it has was rejected \(2\): Another: .*needed/);
  });

  it('tells where most of what it offered is gone at once, and takes it', async () => {
    await market().add('shrunk', indexOf(['One', 'Two', 'Three', 'Four']));
    market().world.put(addressFor('shrunk'), indexOf(['One']));
    expect(await market().sync('shrunk')).toMatchObject({
      state: 'succeeded',
      counts: { entries: 1, withdrawn: 3 },
      warnings: [{ name: null, code: 'many-withdrawn', detail: expect.stringContaining('3 of the 4 entries') }],
    });
  });
}
