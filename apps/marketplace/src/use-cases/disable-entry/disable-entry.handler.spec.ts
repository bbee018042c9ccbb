import { newHeader } from '@enginehouse/service-kit';
import { beforeEach, describe, expect, it } from 'vitest';
import { EntriesWorld, engine, valueOf, version, type StartedEntries } from '../../testing/entries-world.js';

let entries: StartedEntries;

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
