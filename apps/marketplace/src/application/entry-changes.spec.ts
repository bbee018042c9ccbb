import { problemOf, type Problem, type Result } from '@enginehouse/contracts';
import { newHeader } from '@enginehouse/service-kit';
import { describe, expect, it } from 'vitest';
import { EntriesWorld, engine, valueOf, version, type StartedEntries } from '../testing/entries-world.js';
import { entryFailpoints, type EntryFailpoint } from './entry-failpoints.js';

class Died extends Error {}

/** Dies at a point as a killed process does: nothing after it happens. Its change was given by `change`. */
async function diedAt(
  point: EntryFailpoint,
  before: StartedEntries,
  change: (entries: StartedEntries) => Promise<unknown>,
) {
  const { store, catalog, snapshots, sources } = before.world;
  const at = (now: EntryFailpoint) => (now === point ? Promise.reject(new Died(point)) : Promise.resolve());
  const dying = await EntriesWorld.start({ store, catalog, snapshots, sources, at });
  await expect(change(dying)).rejects.toThrow(Died);
  return EntriesWorld.start({ store, catalog, snapshots, sources });
}

const next = engine({ description: 'New', versions: [version('1.1'), version('1.2')] });

async function enabled(): Promise<StartedEntries> {
  const entries = await EntriesWorld.start();
  await entries.offer([engine()]);
  valueOf(await entries.enable());
  return entries;
}

describe.each(entryFailpoints)('a process that dies at %s', (point) => {
  it('has enabled an entry once it is started again, and the repeated command says so', async () => {
    const before = await EntriesWorld.start();
    await before.offer([engine()]);
    const header = newHeader('user:ada');
    const entries = await diedAt(point, before, (dying) => dying.enable({}, header));
    await entries.look();
    expect(await entries.backend()).toEqual(engine());
    expect(await entries.types()).toEqual(['EntryChangeBegun', 'EntryEnabled']);
    expect(await entries.last()).toMatchObject({ meta: { actor: 'user:ada', correlationId: header.correlationId } });
    expect(valueOf(await entries.enable({}, header))).toMatchObject({
      changed: true,
      backend: 'Engine',
      catalogRevision: 1,
    });
    expect(await entries.types()).toHaveLength(2);
  });

  it('has updated an entry once it is started again', async () => {
    const before = await enabled();
    await before.offer([next]);
    const header = newHeader('user:ada');
    const entries = await diedAt(point, before, (dying) => dying.update({}, header));
    await entries.look();
    expect(await entries.backend()).toEqual(next);
    expect(await entries.last()).toMatchObject({ type: 'EntryUpdated', data: { catalogRevision: 2, upstream: next } });
    expect(valueOf(await entries.update({}, header))).toMatchObject({ changed: true, removedVersions: ['1.0'] });
    expect(valueOf(await entries.show())).toMatchObject({ updatable: false, fields: [] });
  });

  it('has disabled an entry once it is started again', async () => {
    const before = await enabled();
    const header = newHeader('user:ada');
    const entries = await diedAt(point, before, (dying) => dying.disable(header));
    await entries.look();
    expect(await entries.world.catalog.get('Engine')).toMatchObject({ error: { code: 'backend-not-found' } });
    expect(await entries.last()).toMatchObject({ type: 'EntryDisabled', data: { yours: engine() } });
    expect(valueOf(await entries.disable(header))).toMatchObject({ changed: true });
    valueOf(await entries.enable());
  });

  it('leaves nothing that keeps the next command waiting', async () => {
    const before = await enabled();
    await before.offer([next]);
    const entries = await diedAt(point, before, (dying) => dying.update());
    expect(valueOf(await entries.disable())).toMatchObject({ changed: true });
    expect(await entries.types()).toEqual([
      'EntryChangeBegun',
      'EntryEnabled',
      'EntryUpdateOffered',
      'EntryChangeBegun',
      'EntryUpdated',
      'EntryChangeBegun',
      'EntryDisabled',
    ]);
  });
});

describe('a change that was begun', () => {
  it('is given up where somebody changed the backend before it was asked for', async () => {
    const before = await enabled();
    await before.offer([next]);
    const entries = await diedAt('entry-begun', before, (dying) => dying.update());
    await entries.edit(() => ({ health_check_path: '/up' }));
    await entries.look();
    expect(await entries.backend()).toEqual(engine({ health_check_path: '/up' }));
    expect(await entries.last()).toMatchObject({ type: 'EntryChangeAbandoned', data: { code: 'stale-revision' } });
    expect(valueOf(await entries.update())).toMatchObject({ changed: true });
  });

  it('is given up where deployments came to use what it would take away', async () => {
    const entries = await diedAt('entry-begun', await enabled(), (dying) => dying.disable());
    entries.world.catalog.usage.use('chat', 'Engine', '1.0');
    await entries.look();
    expect(await entries.backend()).toEqual(engine());
    expect(await entries.last()).toMatchObject({ data: { code: 'backend-in-use' } });
  });

  it('counts as done where somebody deleted the backend meanwhile', async () => {
    const entries = await diedAt('entry-begun', await enabled(), (dying) => dying.disable());
    entries.world.catalog.take('Engine');
    await entries.look();
    expect(await entries.last()).toMatchObject({ type: 'EntryDisabled', data: { yours: engine() } });
  });

  it('is ended as soon as the catalog answers, where its answer was lost', async () => {
    const entries = await enabled();
    const { catalog } = entries.world;
    await entries.offer([next]);
    const apply = catalog.apply.bind(catalog);
    catalog.apply = async (...wanted): ReturnType<typeof apply> => {
      await apply(...wanted);
      return lost;
    };
    const header = newHeader('user:ada');
    expect(await entries.update({}, header)).toMatchObject({
      error: {
        code: 'unavailable',
        detail: 'It is not known yet what became of the change of "Engine": catalog: no answer within 10000 ms',
        hint: expect.stringContaining('same idempotency key') as string,
      },
    });
    expect(await entries.update()).toMatchObject({ error: { code: 'overloaded', retryAfterSeconds: 2 } });
    expect(await entries.last()).toMatchObject({ type: 'EntryChangeBegun' });
    catalog.apply = apply;
    expect(valueOf(await entries.update({}, header))).toMatchObject({ changed: true, catalogRevision: 2 });
    expect(await entries.backend()).toEqual(next);
  });

  it('is the only one of its entry, whoever asks for more', async () => {
    const entries = await EntriesWorld.start();
    await entries.offer([engine()]);
    const { store, catalog, snapshots, sources } = entries.world;
    const other = await EntriesWorld.start({ store, catalog, snapshots, sources });
    const answers = await Promise.all([entries.enable(), other.enable(), entries.enable(), other.enable()]);
    expect(answers.filter((answer) => answer.ok && answer.value.changed)).toHaveLength(1);
    await entries.look();
    expect((await entries.types()).filter((type) => type === 'EntryEnabled')).toHaveLength(1);
    expect(entries.entries.enabled.list()).toHaveLength(1);
  });

  it('is refused beforehand where it is too large for the log', async () => {
    const entries = await EntriesWorld.start();
    await entries.offer([engine({ icon: 'x'.repeat(800 * 1024) })]);
    expect(await entries.enable()).toMatchObject({ error: { code: 'input-too-large' } });
    expect(await entries.types()).toEqual([]);
  });
});

const lost: Result<never, Problem> = {
  ok: false,
  error: problemOf('unavailable', 'catalog: no answer within 10000 ms'),
};
