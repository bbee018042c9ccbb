import { newHeader } from '@enginehouse/service-kit';
import { beforeEach, describe, expect, it } from 'vitest';
import { EntriesWorld, engine, valueOf, version, type StartedEntries } from '../../testing/entries-world.js';

let entries: StartedEntries;
const enabled = () => entries.entries.enabled.get('market', 'Engine');

beforeEach(async () => {
  entries = await EntriesWorld.start();
  await entries.offer([engine()]);
});

describe('disabling an entry', () => {
  it('deletes its backend and keeps what it was', async () => {
    valueOf(await entries.enable());
    await entries.edit(({ versions }) => ({ versions: [...versions, version('mine-custom')] }));
    const yours = await entries.backend();
    expect(valueOf(await entries.disable())).toMatchObject({ changed: true });
    expect(await entries.world.catalog.get('Engine')).toMatchObject({ error: { code: 'backend-not-found' } });
    expect(await entries.last()).toMatchObject({ type: 'EntryDisabled', data: { yours } });
    expect(entries.entries.enabled.list()).toEqual([]);
  });

  it('says the revisions of the catalog: that of the deletion, and the last one that can be gone back to', async () => {
    valueOf(await entries.enable());
    const yours = await entries.backend();
    const { revision: lastRevision } = valueOf(await entries.world.catalog.get('Engine'));
    const done = valueOf(await entries.disable());
    expect(done).toMatchObject({ lastRevision, catalogRevision: entries.world.catalog.deletion('Engine')?.revision });
    await entries.world.catalog.rollBack('Engine', done.lastRevision);
    expect(await entries.backend()).toEqual(yours);
  });

  it('is refused while deployments use it, with their names, and nothing is changed', async () => {
    valueOf(await entries.enable());
    entries.world.catalog.usage.use('chat', 'Engine', '1.0');
    expect(await entries.disable()).toMatchObject({
      error: { code: 'backend-in-use', extra: { deployments: ['chat'] } },
    });
    expect(await entries.backend()).toEqual(engine());
    expect(entries.entries.enabled.list()).toHaveLength(1);
    entries.world.catalog.usage.end('chat');
    expect(await entries.disable()).toMatchObject({ ok: true });
  });

  it('is refused where nobody can tell whether deployments use it, and is not done later by itself', async () => {
    valueOf(await entries.enable());
    entries.world.catalog.usage.away = true;
    expect(await entries.disable()).toMatchObject({ error: { code: 'unavailable' } });
    expect(await entries.last()).toMatchObject({ type: 'EntryChangeAbandoned', data: { code: 'unavailable' } });
    entries.world.catalog.usage.away = false;
    await entries.look();
    expect(await entries.backend()).toEqual(engine());
  });

  it('is refused where it is not enabled, with the reason', async () => {
    expect(await entries.disable()).toMatchObject({
      error: { code: 'entry-not-enabled', detail: 'The entry "Engine" of "market" is not enabled.' },
    });
    expect(await entries.disable(newHeader('user:ada'), { name: 'Nothing' })).toMatchObject({
      error: { code: 'entry-not-found' },
    });
    valueOf(await entries.enable());
    entries.world.catalog.take('Engine');
    expect(await entries.disable()).toMatchObject({
      error: {
        code: 'entry-not-enabled',
        detail: expect.stringContaining('somebody deleted the backend "Engine" in the catalog') as string,
      },
    });
    expect(entries.entries.enabled.list()).toEqual([]);
  });

  it('answers a repeated command as the first time', async () => {
    valueOf(await entries.enable());
    const header = newHeader('user:ada');
    const first = await entries.disable(header);
    expect(await entries.disable(header)).toEqual(first);
    valueOf(await entries.enable());
    expect(await entries.disable(header)).toEqual(first);
    expect(await entries.backend()).toEqual(engine());
  });
});

describe('a backend that was rolled back into being in the catalog', () => {
  const next = engine({ description: 'A better engine', versions: [version('1.1'), version('1.2')] });

  it('is that of its entry again, with what was known of it then', async () => {
    valueOf(await entries.enable());
    const { catalog } = entries.world;
    await entries.edit(() => ({ description: 'Mine' }));
    const { revision } = valueOf(await catalog.get('Engine'));
    const before = enabled();
    valueOf(await entries.disable());
    await catalog.rollBack('Engine', revision, 'user:bob');
    expect(enabled()).toMatchObject({
      upstream: before?.upstream,
      provenance: before?.provenance,
      digests: before?.digests,
      enabledBy: 'user:bob',
    });
    expect(await entries.last()).toMatchObject({
      type: 'EntryEnabled',
      meta: { reason: `the backend Engine was rolled back to revision ${revision} in the catalog` },
      data: { restored: true, catalogRevision: enabled()?.catalogRevision },
    });
    expect(valueOf(await entries.show()).fields).toMatchObject([{ path: ['description'], kind: 'yours' }]);
    expect(valueOf(await entries.enable())).toMatchObject({ changed: false });
    expect(valueOf(await entries.disable())).toMatchObject({ changed: true });
  });

  it('has the upstream that was taken over at the revision that was gone back to, and is told of what came since', async () => {
    valueOf(await entries.enable());
    await entries.offer([next]);
    valueOf(await entries.update());
    valueOf(await entries.disable());
    await entries.world.catalog.rollBack('Engine', 1);
    expect(enabled()?.upstream).toEqual(engine());
    expect(await entries.last()).toMatchObject({ type: 'EntryUpdateOffered', data: { addedVersions: ['1.2'] } });
    expect(valueOf(await entries.show())).toMatchObject({ updatable: true, addedVersions: ['1.2'] });
  });

  it('is that of its entry also where its source does not offer it any more', async () => {
    valueOf(await entries.enable());
    await entries.offer([]);
    valueOf(await entries.disable());
    await entries.world.catalog.rollBack('Engine', 1);
    expect(enabled()).toBeDefined();
    expect(await entries.last()).toMatchObject({ type: 'EntryWithdrawn' });
  });

  it('is that of the entry which had it then, of all that ever had it', async () => {
    await entries.offer([next], { mode: 'notify' }, 'other');
    valueOf(await entries.enable());
    valueOf(await entries.disable());
    valueOf(await entries.enable({ source: 'other' }));
    valueOf(await entries.disable(newHeader('user:ada'), { source: 'other' }));
    await entries.world.catalog.rollBack('Engine', 2);
    expect(entries.entries.enabled.list().map(({ source }) => source)).toEqual(['market']);
    valueOf(await entries.disable());
    await entries.world.catalog.rollBack('Engine', 3);
    expect(entries.entries.enabled.list().map(({ source }) => source)).toEqual(['other']);
  });

  it('is nothing to note where it was there all the time, is gone again, or was never made from an entry', async () => {
    const { catalog } = entries.world;
    valueOf(await entries.enable());
    await entries.edit(() => ({ description: 'Mine' }));
    await catalog.rollBack('Engine', 1);
    expect(await entries.types()).toHaveLength(2);
    valueOf(await entries.disable());
    const told = { name: 'Engine', source: 'community', toRevision: 1, actor: 'user:ada' } as const;
    const before = await entries.types();
    const again = catalog.put(engine());
    catalog.take('Engine');
    for (const revision of [again - 2, again]) await entries.entries.restored.link({ ...told, revision });
    expect(await entries.types()).toEqual(before);
    catalog.put(engine({ backend_name: 'own-custom' }), 'custom');
    await catalog.rollBack('own-custom', 1000);
    expect(entries.entries.enabled.list()).toEqual([]);
  });

  it('is that of its entry although those who show the catalog do not know of it yet', async () => {
    const { catalog } = entries.world;
    valueOf(await entries.enable());
    valueOf(await entries.disable());
    const get = catalog.get.bind(catalog);
    catalog.get = () => get('not there yet');
    await catalog.rollBack('Engine', 1);
    expect(enabled()).toBeDefined();
    catalog.names = () => Promise.resolve({ ok: true, value: new Map() });
    await entries.look();
    expect(enabled()).toBeDefined();
  });

  it('waits for the catalog to answer', async () => {
    const { catalog } = entries.world;
    valueOf(await entries.enable());
    valueOf(await entries.disable());
    catalog.away = true;
    await expect(catalog.rollBack('Engine', 1)).rejects.toThrow('unavailable');
    expect(enabled()).toBeUndefined();
  });
});

describe('a backend that was deleted in the catalog', () => {
  it('is noticed without being asked, and its entry is not enabled any more', async () => {
    valueOf(await entries.enable());
    await entries.edit(() => ({ description: 'as it was last' }));
    entries.world.catalog.take('Engine');
    await entries.look();
    expect(await entries.last()).toMatchObject({
      type: 'EntryDisabled',
      meta: { actor: 'service:marketplace', reason: 'the backend Engine was deleted in the catalog' },
      data: { yours: engine({ description: 'as it was last' }) },
    });
    expect(entries.entries.enabled.list()).toEqual([]);
    await entries.look();
    expect(await entries.types()).toHaveLength(3);
  });

  it('is not taken for deleted while the catalog is away, or where it was only edited', async () => {
    valueOf(await entries.enable());
    entries.world.catalog.away = true;
    await entries.look();
    entries.world.catalog.away = false;
    await entries.edit(() => ({ description: 'edited' }));
    await entries.look();
    expect(await entries.types()).toHaveLength(2);
    expect(entries.entries.enabled.list()).toHaveLength(1);
  });

  it('may have another of its name in its place', async () => {
    valueOf(await entries.enable());
    entries.world.catalog.take('Engine');
    entries.world.catalog.put(engine(), 'custom');
    await entries.look();
    expect(entries.entries.enabled.list()).toEqual([]);
    expect(await entries.enable()).toMatchObject({ error: { code: 'name-taken' } });
  });
});
