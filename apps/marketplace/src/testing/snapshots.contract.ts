import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Snapshots, StagedEntry } from '../ports.js';

/** An entry of a snapshot. */
export const stagedEntry = (name: string, more: Partial<StagedEntry> = {}): StagedEntry => ({
  name,
  definition: {
    backend_name: name,
    description: `What ${name} is`,
    default_env: { Z: '1', A: '2' },
    versions: [{ name: '1.10', images: [{ framework: 'cuda', image_name: `registry.example/x:1.10` }] }],
  },
  about: { links: [], changelog: [], minimum_versions: {}, maintainer: 'Ada' },
  contentHash: `hash of ${name}`,
  warnings: [],
  file: null,
  kept: null,
  ...more,
});

const from = {
  digest: 'd1',
  address: 'https://mine.example/',
  upstreamRef: null,
  signedBy: null,
  syncedAt: '2026-11-20',
};

const namesIn = async (snapshots: Snapshots, id: string) => (await snapshots.entries(id)).map(({ name }) => name);

/** How every place of snapshots behaves. Each test has sources and snapshots of its own. */
export function snapshotsContract(open: () => Snapshots): void {
  const begun = async (basedOn = 1, source: string = randomUUID()) => {
    const snapshots = open();
    const id = randomUUID();
    await snapshots.begin({ id, source, basedOn, reader: '0.1.0' });
    return { snapshots, id, source };
  };

  describe('what is kept of sources', () => {
    it('gives back what was written, to the order of environment variables', async () => {
      const { snapshots, id, source } = await begun(3);
      const warnings = [{ name: 'Two', code: 'no-icon', detail: 'The icon is no picture.' }];
      await snapshots.stage(id, [stagedEntry('Two', { warnings, file: 'two.yaml' }), stagedEntry('One')]);
      expect(await snapshots.find(id)).toEqual({ id, source, basedOn: 3, reader: '0.1.0', entries: 2 });
      expect(await snapshots.entries(id)).toEqual([
        { name: 'One', contentHash: 'hash of One', warnings: [], file: null, kept: null },
        { name: 'Two', contentHash: 'hash of Two', warnings, file: 'two.yaml', kept: null },
      ]);
      const { warnings: _, file: __, ...one } = stagedEntry('One');
      const kept = await snapshots.entry(id, 'ONE');
      expect(kept).toEqual(one);
      expect(Object.keys(kept?.definition.default_env ?? {})).toEqual(['Z', 'A']);
      expect(await snapshots.cards(id)).toMatchObject([
        { name: 'One', frameworks: ['cuda'], versions: ['1.10'], maintainer: 'Ada', hasIcon: false, deprecated: null },
        { name: 'Two' },
      ]);
    });

    it('knows nothing of what is not there', async () => {
      const { snapshots, id } = await begun();
      const other = randomUUID();
      expect(await snapshots.find(other)).toBeNull();
      expect(await snapshots.entry(id, 'Nothing')).toBeNull();
      expect(await snapshots.entries(other)).toEqual([]);
      await expect(snapshots.stage(other, [stagedEntry('One')])).rejects.toThrow('snapshot');
    });

    it('changes nothing when the same is begun and written again', async () => {
      const { snapshots, id, source } = await begun(1);
      await snapshots.stage(id, [stagedEntry('One')]);
      await snapshots.begin({ id, source, basedOn: 1, reader: '0.1.0' });
      await snapshots.stage(id, [stagedEntry('One'), stagedEntry('Two')]);
      expect(await namesIn(snapshots, id)).toEqual(['One', 'Two']);
    });

    it('takes entries over from another snapshot as they are there', async () => {
      const { snapshots, id: before, source } = await begun(1);
      await snapshots.stage(
        before,
        ['One', 'Two', 'Three'].map((name) => stagedEntry(name)),
      );
      const { id } = await begun(2, source);
      const place = { file: null, kept: null };
      await snapshots.takeOver(
        before,
        id,
        ['one', 'Three', 'Nothing'].map((name) => ({ name, ...place })),
      );
      expect(await namesIn(snapshots, id)).toEqual(['One', 'Three']);
      expect(await snapshots.entry(id, 'Three')).toEqual(await snapshots.entry(before, 'Three'));
      expect(await namesIn(snapshots, before)).toEqual(['One', 'Three', 'Two']);
    });

    it('says of an entry that is taken over where it stands now, and why it is kept for as long as it is', async () => {
      const { snapshots, id: before, source } = await begun(1);
      await snapshots.stage(before, [stagedEntry('One', { file: 'old.yaml' })]);
      const { id } = await begun(2, source);
      const kept = { reason: 'it has no image', from };
      await snapshots.takeOver(before, id, [{ name: 'One', file: 'new.yaml', kept }]);
      expect(await snapshots.entries(id)).toMatchObject([{ name: 'One', file: 'new.yaml', kept }]);
      expect((await snapshots.entry(id, 'One'))?.kept).toEqual(kept);
      expect(await snapshots.cards(id)).toMatchObject([{ name: 'One', rejected: 'it has no image' }]);
      const { id: again } = await begun(3, source);
      await snapshots.takeOver(id, again, [{ name: 'One', file: null, kept: null }]);
      expect(await snapshots.entry(again, 'One')).toEqual(await snapshots.entry(before, 'One'));
      expect(await snapshots.cards(again)).toMatchObject([{ name: 'One', rejected: null }]);
    });

    it('discards one', async () => {
      const { snapshots, id } = await begun();
      await snapshots.stage(id, [stagedEntry('One')]);
      await snapshots.discard(id);
      expect(await snapshots.find(id)).toBeNull();
      expect(await snapshots.entries(id)).toEqual([]);
    });

    it('throws away what no switch can lead to any more, and keeps what is made now', async () => {
      const source = randomUUID();
      const snapshots = open();
      const ids = ['older', 'previous', 'stale', 'current', 'making'] as const;
      const based = { older: 1, previous: 2, stale: 3, current: 3, making: 4 };
      const id = Object.fromEntries(ids.map((name) => [name, randomUUID()])) as Record<(typeof ids)[number], string>;
      for (const name of ids) await snapshots.begin({ id: id[name], source, basedOn: based[name], reader: '0.1.0' });
      const foreign = { id: randomUUID(), source: randomUUID(), basedOn: 1, reader: '0.1.0' };
      await snapshots.begin(foreign);
      await snapshots.trim(source, [id.current, id.previous], 4);
      const kept = await Promise.all(ids.map(async (name) => ((await snapshots.find(id[name])) ? name : null)));
      expect(kept.filter((name) => name !== null)).toEqual(['previous', 'current', 'making']);
      expect(await snapshots.find(foreign.id)).not.toBeNull();
      expect(await snapshots.sources()).toEqual(expect.arrayContaining([source, foreign.source]));
    });
  });
}
