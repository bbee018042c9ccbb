import { newHeader } from '@enginehouse/service-kit';
import { beforeEach, describe, expect, it } from 'vitest';
import { EntriesWorld, engine, hashOf, valueOf, version, type StartedEntries } from '../../testing/entries-world.js';

let entries: StartedEntries;
const own = version('mine-custom');
const decided = (take: 'upstream' | 'yours') => ({ decisions: [{ path: ['versions', '1.0'], take }] });

beforeEach(async () => {
  entries = await EntriesWorld.start();
  await entries.offer([engine()]);
  valueOf(await entries.enable());
});

describe('an update', () => {
  const next = engine({
    description: 'A better engine',
    versions: [version('1.1', { run_command: 'x' }), version('1.2')],
  });

  it('is shown field by field, with the deployments that it touches', async () => {
    await entries.edit(({ versions }) => ({ health_check_path: '/up', versions: [...versions, own] }));
    entries.world.catalog.usage.use('chat', 'Engine', '1.0');
    await entries.offer([next]);
    const shown = valueOf(await entries.show());
    expect(shown).toMatchObject({
      source: 'market',
      name: 'Engine',
      updatable: true,
      contentHash: hashOf(next),
      baseContentHash: hashOf(engine()),
      catalogRevision: 2,
      conflicts: 0,
      addedVersions: ['1.2'],
      withdrawnVersions: [{ version: '1.0', usedBy: ['chat'], outcome: 'kept', reason: 'a deployment uses it' }],
      impact: [{ deployment: 'chat', affected: true }],
    });
    expect(shown.fields.map(({ path, kind }) => `${path.join('/')} ${kind}`)).toEqual([
      'description upstream',
      'health_check_path yours',
      'versions/1.0 upstream',
      'versions/1.1/run_command upstream',
      'versions/1.2 upstream',
      'versions/mine-custom yours',
    ]);
    expect(await entries.types()).toEqual(['EntryChangeBegun', 'EntryEnabled', 'EntryUpdateOffered']);
  });

  it('is shown and refused where what the source was synced with is not trusted any more', async () => {
    await entries.offer([next]);
    entries.believe({ strict: true });
    expect(valueOf(await entries.show())).toMatchObject({ updatable: true });
    expect(await entries.update()).toMatchObject({ error: { code: 'signature-missing' } });
    expect(await entries.backend()).toEqual(engine());
    entries.believe({ strict: false });
    expect(valueOf(await entries.update())).toMatchObject({ changed: true });
  });

  it('takes over what upstream changed, keeps what was changed here, and what deployments use', async () => {
    await entries.edit(({ versions }) => ({ health_check_path: '/up', versions: [...versions, own] }));
    entries.world.catalog.usage.use('chat', 'Engine', '1.0');
    await entries.offer([next]);
    const { contentHash, catalogRevision } = valueOf(await entries.show());
    const done = valueOf(await entries.update({ contentHash, catalogRevision }));
    expect(done).toMatchObject({
      changed: true,
      addedVersions: ['1.2'],
      removedVersions: [],
      keptVersions: ['1.0'],
      kept: [{ version: '1.0', reason: 'a deployment uses it' }],
    });
    expect(await entries.backend()).toEqual({
      ...engine({ description: 'A better engine', health_check_path: '/up' }),
      versions: [
        version('1.0', { deprecated: 'withdrawn by market on 2026-11-23' }),
        version('1.1', { run_command: 'x' }),
        own,
        version('1.2'),
      ],
    });
    expect(await entries.last()).toMatchObject({
      type: 'EntryUpdated',
      data: { automatic: false, provenance: { contentHash }, catalogRevision: done.catalogRevision },
    });
    expect(valueOf(await entries.show())).toMatchObject({ updatable: false, conflicts: 0, addedVersions: [] });
  });

  it('removes a withdrawn version as soon as nothing uses it any more', async () => {
    entries.world.catalog.usage.use('chat', 'Engine', '1.0');
    await entries.offer([next]);
    valueOf(await entries.update());
    expect(valueOf(await entries.update())).toMatchObject({ changed: false, keptVersions: [] });
    entries.world.catalog.usage.end('chat');
    expect(valueOf(await entries.update())).toMatchObject({ changed: true, removedVersions: ['1.0'] });
    expect((await entries.backend()).versions.map(({ name }) => name)).toEqual(['1.1', '1.2']);
  });

  describe('that withdraws a version which was edited here', () => {
    const mine = version('1.0', { run_command: 'mine' });

    beforeEach(async () => {
      await entries.edit(() => ({ versions: [mine, version('1.1')] }));
      entries.world.catalog.usage.use('chat', 'Engine', '1.0');
      await entries.offer([next]);
    });

    it('goes on comparing with what upstream had, and removes it once it is not used, as was decided', async () => {
      expect(valueOf(await entries.update(decided('upstream')))).toMatchObject({ keptVersions: ['1.0'] });
      expect(entries.entries.enabled.get('market', 'Engine')?.upstream.versions).toContainEqual(version('1.0'));
      const shown = valueOf(await entries.show());
      expect(shown).toMatchObject({ updatable: false, conflicts: 0, fields: [{ base: version('1.0') }] });
      expect(valueOf(await entries.update())).toMatchObject({ changed: false });
      entries.world.catalog.usage.end('chat');
      expect(valueOf(await entries.update())).toMatchObject({ removedVersions: ['1.0'] });
    });

    it('is shown with what a decision leads to, which is what becomes of it', async () => {
      const { fields, ...shown } = valueOf(await entries.show(decided('upstream').decisions));
      const reason = 'a deployment uses it';
      expect(shown).toMatchObject({ conflicts: 0, withdrawnVersions: [{ version: '1.0', outcome: 'kept', reason }] });
      const field = fields.find(({ path }) => path.join('/') === 'versions/1.0');
      expect(field).toMatchObject({ kind: 'conflict', note: 'decided: upstream; stays: a deployment uses it' });
      expect(valueOf(await entries.update(decided('upstream')))).toMatchObject({ kept: [{ version: '1.0', reason }] });
      expect((await entries.backend()).versions).toContainEqual(field?.result);
    });

    it('asks again where it was edited after that, and remembers the new decision', async () => {
      valueOf(await entries.update(decided('upstream')));
      const later = { ...mine, run_command: 'later' };
      await entries.edit(({ versions }) => ({
        versions: versions.map((each) => (each.name === '1.0' ? { ...each, ...later } : each)),
      }));
      entries.world.catalog.usage.end('chat');
      expect(await entries.update()).toMatchObject({ error: { code: 'update-conflicts' } });
      entries.world.catalog.usage.use('chat', 'Engine', '1.0');
      expect(valueOf(await entries.update(decided('upstream')))).toMatchObject({ changed: true });
      expect(valueOf(await entries.show())).toMatchObject({ updatable: false, conflicts: 0 });
    });

    it('never removes it where it was kept', async () => {
      valueOf(await entries.update(decided('yours')));
      entries.world.catalog.usage.end('chat');
      expect(valueOf(await entries.update())).toMatchObject({ changed: false });
      await entries.offer([engine({ ...next, description: 'Another one' })]);
      expect(valueOf(await entries.update())).toMatchObject({ changed: true, removedVersions: [] });
      expect((await entries.backend()).versions).toContainEqual(mine);
    });
  });

  it('has something to do for a version that stayed, from when nothing keeps it any more', async () => {
    const { usage } = entries.world.catalog;
    const isUpdatable = async () => valueOf(await entries.show()).updatable;
    usage.use('chat', 'Engine', '1.0');
    await entries.offer([next]);
    valueOf(await entries.update());
    expect(await isUpdatable()).toBe(false);
    usage.end('chat');
    expect(await isUpdatable()).toBe(true);
    valueOf(await entries.update());
    expect(await isUpdatable()).toBe(false);
  });

  it('keeps a withdrawn version that is the default, and says so, and what to do', async () => {
    await entries.edit(() => ({ default_version: '1.0' }));
    await entries.offer([next]);
    const reason = 'it is the default version; choose another default, and update again to remove it';
    expect(valueOf(await entries.update())).toMatchObject({
      keptVersions: ['1.0'],
      kept: [{ version: '1.0', reason }],
    });
    expect(await entries.last()).toMatchObject({ data: { kept: [{ version: '1.0', reason }] } });
    expect(valueOf(await entries.show())).toMatchObject({ updatable: false });
    await entries.edit(() => ({ default_version: '1.2' }));
    expect(valueOf(await entries.show())).toMatchObject({ updatable: true });
    expect(valueOf(await entries.update())).toMatchObject({ removedVersions: ['1.0'] });
  });

  it('ends the mark of a version that upstream has again', async () => {
    entries.world.catalog.usage.use('chat', 'Engine', '1.0');
    await entries.offer([next]);
    valueOf(await entries.update());
    await entries.offer([engine()]);
    valueOf(await entries.update());
    expect((await entries.backend()).versions).toContainEqual(version('1.0'));
  });

  it('keeps a withdrawn version where nobody can tell whether deployments use it', async () => {
    await entries.offer([next]);
    entries.world.catalog.usage.away = true;
    expect(valueOf(await entries.show())).toMatchObject({
      impact: [],
      impactUnknown: 'The scheduler does not answer.',
      withdrawnVersions: [{ outcome: 'kept', reason: 'it cannot be told now whether deployments use it' }],
    });
    expect(valueOf(await entries.update())).toMatchObject({ changed: true, keptVersions: ['1.0'] });
  });

  it('changes nothing where there is nothing to take over', async () => {
    expect(valueOf(await entries.update())).toMatchObject({ changed: false, catalogRevision: 1, addedVersions: [] });
    expect(await entries.types()).toHaveLength(2);
    await entries.edit(() => ({ description: 'Mine' }));
    expect(valueOf(await entries.update())).toMatchObject({ changed: false, catalogRevision: 2 });
  });

  it('has none where the entry is not offered any more, and says why and since when', async () => {
    const shown = async () => valueOf(await entries.show());
    expect(await shown()).not.toHaveProperty('gone');
    await entries.offer([]);
    const withdrawn = await entries.last();
    expect(withdrawn?.type).toBe('EntryWithdrawn');
    expect(await shown()).toMatchObject({
      updatable: false,
      fields: [],
      gone: { reason: 'withdrawn', since: withdrawn?.recordedAt },
    });
    await entries.offer([engine()]);
    expect(await shown()).not.toHaveProperty('gone');
    entries.remove();
    expect(await shown()).toMatchObject({
      updatable: false,
      fields: [],
      gone: { reason: 'source-removed', since: entries.world.now.toISOString(), location: 'https://market.example/' },
    });
  });

  it('is written down even where upstream now has what was changed here', async () => {
    await entries.edit(() => ({ description: 'A better engine' }));
    await entries.offer([engine({ description: 'A better engine' })]);
    expect(valueOf(await entries.update())).toMatchObject({ changed: true, catalogRevision: 2 });
    expect(valueOf(await entries.show())).toMatchObject({ updatable: false, fields: [] });
  });
});

describe('an update is refused', () => {
  it('while conflicts are undecided, with each of them and how to decide', async () => {
    await entries.edit(() => ({ description: 'Mine' }));
    await entries.offer([engine({ description: 'Theirs' })]);
    expect(valueOf(await entries.show())).toMatchObject({ conflicts: 1, fields: [{ kind: 'conflict' }] });
    expect(await entries.update()).toMatchObject({
      error: {
        code: 'update-conflicts',
        detail: 'You and upstream changed a field of "Engine" differently: description.',
        errors: [
          {
            code: 'conflict',
            path: ['description'],
            detail: 'both changed it, differently',
            hint: 'Decide whether upstream or yours is taken.',
          },
        ],
      },
    });
    expect(await entries.backend()).toMatchObject({ description: 'Mine' });
    const decisions = [{ path: ['description'], take: 'upstream' as const }];
    expect(valueOf(await entries.update({ decisions }))).toMatchObject({ changed: true });
    expect(await entries.backend()).toMatchObject({ description: 'Theirs' });
    expect(await entries.last()).toMatchObject({ data: { decisions } });
  });

  it('where a decision is about no conflict', async () => {
    await entries.offer([engine({ description: 'Theirs' })]);
    const decisions = [{ path: ['description'], take: 'yours' as const }];
    expect(await entries.update({ decisions })).toMatchObject({
      error: { code: 'invalid-input', detail: 'There is no conflict at description.' },
    });
  });

  it('where one of the sides is not what was looked at', async () => {
    await entries.offer([engine({ description: 'Theirs' })]);
    expect(await entries.update({ contentHash: 'old' })).toMatchObject({ error: { code: 'entry-changed' } });
    await entries.edit(() => ({ health_check_path: '/up' }));
    expect(await entries.update({ catalogRevision: 1 })).toMatchObject({
      error: { code: 'stale-revision', currentRevision: 2 },
    });
  });

  it('where a deployment begins to use a version in the last moment, and nothing is changed', async () => {
    const { catalog } = entries.world;
    await entries.offer([engine({ description: 'New', versions: [version('1.1')] })]);
    const apply = catalog.apply.bind(catalog);
    catalog.apply = (...wanted) => {
      catalog.usage.use('chat', 'Engine', '1.0');
      return apply(...wanted);
    };
    expect(await entries.update()).toMatchObject({ error: { code: 'version-in-use' } });
    expect(await entries.backend()).toEqual(engine());
    expect(await entries.last()).toMatchObject({ type: 'EntryChangeAbandoned', data: { code: 'version-in-use' } });
    catalog.apply = apply;
    expect(valueOf(await entries.update())).toMatchObject({ keptVersions: ['1.0'] });
  });

  it('where it is not enabled, not offered any more, or deleted in the catalog', async () => {
    await entries.offer([]);
    expect(await entries.update()).toMatchObject({ error: { code: 'entry-not-found' } });
    entries.world.catalog.take('Engine');
    expect(await entries.update()).toMatchObject({ error: { code: 'entry-not-enabled' } });
    expect(await entries.show()).toMatchObject({
      error: { code: 'entry-not-enabled', detail: expect.stringContaining('deleted the backend') as string },
    });
    await entries.look();
    await entries.offer([engine()]);
    expect(await entries.update()).toMatchObject({
      error: { code: 'entry-not-enabled', detail: 'The entry "Engine" of "market" is not enabled.' },
    });
  });

  it('where the key stands for another one, and answered again where it is the same', async () => {
    const header = newHeader('user:ada');
    await entries.offer([engine({ description: 'New' })]);
    const first = await entries.update({}, header);
    expect(await entries.update({}, header)).toEqual(first);
    const decisions = [{ path: ['description'], take: 'yours' as const }];
    expect(await entries.update({ decisions }, header)).toMatchObject({ error: { code: 'idempotency-key-reused' } });
  });
});

describe('the policy of an entry', () => {
  it('is set, says nothing new twice, and is cleared again', async () => {
    const policy = { mode: 'add-versions' } as const;
    expect(valueOf(await entries.setPolicy(policy))).toMatchObject({ changed: true });
    expect(valueOf(await entries.setPolicy(policy))).toMatchObject({ changed: false });
    expect(entries.entries.enabled.settings('market', 'ENGINE')).toMatchObject({ policy });
    expect(valueOf(await entries.setPolicy(null))).toMatchObject({ changed: true });
    expect(entries.entries.enabled.settings('market', 'engine')).toMatchObject({ policy: null });
  });

  it('is refused where the entry is not enabled', async () => {
    valueOf(await entries.disable());
    expect(await entries.setPolicy(null)).toMatchObject({ error: { code: 'entry-not-enabled' } });
  });
});
