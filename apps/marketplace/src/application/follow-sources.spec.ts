import { beforeEach, describe, expect, it } from 'vitest';
import { EntriesWorld, engine, hashOf, valueOf, version, type StartedEntries } from '../testing/entries-world.js';

let entries: StartedEntries;
const after = async () => (await entries.events()).slice(2).map(({ type }) => type);

beforeEach(async () => {
  entries = await EntriesWorld.start();
  await entries.offer([engine()]);
});

describe('a sync', () => {
  it('tells of an update once for each content', async () => {
    valueOf(await entries.enable());
    const next = engine({ versions: [version('1.1', { run_command: 'x' }), version('1.2')] });
    await entries.offer([next]);
    await entries.offer([next]);
    expect(await after()).toEqual(['EntryUpdateOffered']);
    expect(await entries.last()).toMatchObject({
      meta: { actor: 'service:marketplace' },
      data: { contentHash: hashOf(next), addedVersions: ['1.2'], changedVersions: ['1.1'], withdrawnVersions: ['1.0'] },
    });
    await entries.offer([engine()]);
    await entries.offer([next]);
    expect(await after()).toEqual(['EntryUpdateOffered']);
    await entries.offer([engine({ description: 'newer' })]);
    expect(await after()).toEqual(['EntryUpdateOffered', 'EntryUpdateOffered']);
  });

  it('tells that an entry is gone and back, once each, with what changed meanwhile', async () => {
    valueOf(await entries.enable());
    await entries.offer([]);
    await entries.offer([]);
    await entries.offer([engine()]);
    await entries.offer([engine()]);
    expect(await after()).toEqual(['EntryWithdrawn', 'EntryReturned']);
    await entries.offer([]);
    await entries.offer([engine({ description: 'newer' })]);
    expect((await after()).slice(2)).toEqual(['EntryWithdrawn', 'EntryReturned', 'EntryUpdateOffered']);
  });

  it('says nothing of entries that are not enabled, or of other sources', async () => {
    await entries.offer([]);
    expect(await entries.types()).toEqual([]);
    await entries.offer([engine()]);
    valueOf(await entries.enable());
    await entries.offer([], { mode: 'notify' }, 'other');
    expect(await after()).toEqual([]);
    valueOf(await entries.disable());
    await entries.offer([engine({ description: 'newer' })]);
    expect((await entries.types()).at(-1)).toBe('EntryDisabled');
  });

  it('tells again of what was offered before an update to something else', async () => {
    valueOf(await entries.enable());
    await entries.offer([engine({ description: 'newer' })]);
    valueOf(await entries.update());
    await entries.offer([engine()]);
    expect(await entries.last()).toMatchObject({ type: 'EntryUpdateOffered', data: { contentHash: hashOf(engine()) } });
  });
});
