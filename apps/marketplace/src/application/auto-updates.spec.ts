import type { UpdatePolicy } from '@enginehouse/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import { EntriesWorld, engine, hashOf, valueOf, version, type StartedEntries } from '../testing/entries-world.js';

const adds: UpdatePolicy = { mode: 'add-versions' };
const nightly: UpdatePolicy = {
  mode: 'add-versions',
  window: { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '22:00', to: '04:00', timeZone: 'UTC' },
};
const more = engine({ versions: [version('1.0'), version('1.1'), version('1.2')] });
const names = async (entries: StartedEntries) => (await entries.backend()).versions.map(({ name }) => name);

let entries: StartedEntries;

beforeEach(async () => {
  entries = await EntriesWorld.start();
  await entries.offer([engine()], adds);
  valueOf(await entries.enable());
});

describe('the policy add-versions', () => {
  it('adds what is new by itself, and says for which source', async () => {
    await entries.offer([more], adds);
    await entries.look();
    expect(await entries.backend()).toEqual(more);
    expect(await entries.types()).toEqual([
      'EntryChangeBegun',
      'EntryEnabled',
      'EntryUpdateOffered',
      'EntryChangeBegun',
      'EntryUpdated',
    ]);
    expect(await entries.last()).toMatchObject({
      meta: {
        actor: 'service:marketplace',
        reason: 'new versions of Engine from the source market, as its policy says',
      },
      data: { automatic: true, addedVersions: ['1.2'], provenance: { contentHash: hashOf(more) } },
    });
    expect(valueOf(await entries.show())).toMatchObject({ updatable: false });
    await entries.look();
    expect(await entries.types()).toHaveLength(5);
  });

  it('adds nothing of what the source was synced with before it was distrusted, until that is mended', async () => {
    await entries.offer([more], adds);
    entries.believe({ strict: true });
    await entries.look();
    expect(await entries.backend()).toEqual(engine());
    entries.believe({ strict: false });
    await entries.look();
    expect(await entries.backend()).toEqual(more);
  });

  it('changes nothing that is there, removes nothing, and leaves the rest to be looked at', async () => {
    await entries.edit(() => ({ description: 'Mine' }));
    const other = engine({ description: 'Theirs', versions: [version('1.1', { env: { X: '1' } }), version('1.2')] });
    await entries.offer([other], adds);
    await entries.look();
    expect(await entries.backend()).toEqual({
      ...engine({ description: 'Mine' }),
      versions: [version('1.0'), version('1.1'), version('1.2')],
    });
    expect(await entries.last()).toMatchObject({ data: { provenance: { contentHash: hashOf(engine()) } } });
    const shown = valueOf(await entries.show());
    expect(shown).toMatchObject({ updatable: true, conflicts: 1, addedVersions: [] });
    expect(shown.fields.map(({ path, kind }) => `${path.join('/')} ${kind}`)).toEqual([
      'description conflict',
      'versions/1.0 upstream',
      'versions/1.1/env/X upstream',
    ]);
    await entries.look();
    expect(await entries.types()).toHaveLength(5);
  });

  it('leaves a version alone that was deleted here after it had been added', async () => {
    await entries.offer([more], adds);
    await entries.look();
    await entries.edit(() => ({ versions: [version('1.0')] }));
    await entries.offer([engine({ versions: [...more.versions, version('1.3')] })], adds);
    await entries.look();
    expect(await names(entries)).toEqual(['1.0', '1.3']);
  });

  it('does not touch a version of the user that upstream comes to have too', async () => {
    await entries.edit(({ versions }) => ({ versions: [...versions, version('1.2', { env: { MINE: '1' } })] }));
    await entries.offer([more], adds);
    await entries.look();
    expect((await entries.backend()).versions).toContainEqual(version('1.2', { env: { MINE: '1' } }));
    expect(await entries.types()).toHaveLength(3);
  });

  it('waits for its window, also over a restart', async () => {
    const { world } = entries;
    await entries.offer([more], nightly);
    await entries.look();
    expect(await names(entries)).toEqual(['1.0', '1.1']);
    const { store, catalog, snapshots, sources } = world;
    const restarted = await EntriesWorld.start({ store, catalog, snapshots, sources });
    restarted.world.now = new Date('2026-11-23T21:59:59.000Z');
    await restarted.look();
    expect(await names(restarted)).toEqual(['1.0', '1.1']);
    restarted.world.now = new Date('2026-11-23T22:00:00.000Z');
    await restarted.look();
    expect(await names(restarted)).toEqual(['1.0', '1.1', '1.2']);
  });

  it('is that of the entry before that of its source', async () => {
    valueOf(await entries.setPolicy({ mode: 'notify' }));
    await entries.offer([more], adds);
    await entries.look();
    expect(await names(entries)).toEqual(['1.0', '1.1']);
    valueOf(await entries.setPolicy(null));
    await entries.look();
    expect(await names(entries)).toEqual(['1.0', '1.1', '1.2']);
  });

  it('tells only, where it is notify', async () => {
    await entries.offer([more], { mode: 'notify' });
    await entries.look();
    expect(await names(entries)).toEqual(['1.0', '1.1']);
    expect(await entries.last()).toMatchObject({ type: 'EntryUpdateOffered' });
  });

  it('tries again what nobody refused, and not what the catalog would refuse again', async () => {
    const { catalog } = entries.world;
    catalog.away = true;
    await entries.offer([more], adds);
    await entries.look();
    catalog.away = false;
    await entries.look();
    expect(await names(entries)).toEqual(['1.0', '1.1', '1.2']);

    const broken = engine({ versions: [...more.versions, version('1.3', { run_command: 'serve {{prot}}' })] });
    await entries.offer([broken], adds);
    await entries.look();
    expect(await entries.last()).toMatchObject({ type: 'EntryChangeAbandoned', data: { code: 'invalid-definition' } });
    const before = await entries.types();
    await entries.look();
    expect(await entries.types()).toEqual(before);
    await entries.offer([engine({ versions: [...more.versions, version('1.3')] })], adds);
    await entries.look();
    expect(await names(entries)).toEqual(['1.0', '1.1', '1.2', '1.3']);
  });

  it('is followed once where two processes look at the same time', async () => {
    const { store, catalog, snapshots, sources } = entries.world;
    const other = await EntriesWorld.start({ store, catalog, snapshots, sources });
    await entries.offer([more], adds);
    await other.caughtUp();
    await Promise.all([entries.look(), other.look()]);
    expect((await entries.types()).filter((type) => type === 'EntryUpdated')).toHaveLength(1);
    expect(await names(entries)).toEqual(['1.0', '1.1', '1.2']);
  });
});
