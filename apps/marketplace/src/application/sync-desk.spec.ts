import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builtInSource, ok, type SourceChanges } from '@enginehouse/contracts';
import { InMemoryEventStore } from '@enginehouse/event-store';
import { createLogger, newHeader } from '@enginehouse/service-kit';
import { waitUntil } from '@enginehouse/testing';
import { addSource, changeSource, removeSource } from '../domain/source.decisions.js';
import { synced } from '../testing/given-source.js';
import { InMemorySnapshots } from '../testing/in-memory-snapshots.js';
import { InMemorySyncQueue } from '../testing/in-memory-sync-queue.js';
import { InMemorySyncRuns } from '../testing/in-memory-sync-runs.js';
import { stagedEntry } from '../testing/snapshots.contract.js';
import { seedBuiltInSource } from '../use-cases/seed-built-in-source/seed-built-in-source.handler.js';
import { waitingReport } from './run-record.js';
import { SourceCommands } from './source-commands.js';
import { SourceDirectory } from './source-directory.js';
import { SyncAttempts } from './sync-attempts.js';
import { SyncDesk } from './sync-desk.js';
import { SyncRequests } from './sync-requests.js';
import { defaultSyncSettings } from './sync-settings.js';

const logger = createLogger({ service: 'marketplace', level: 'silent' });
const never = () => Promise.reject(new Error('nothing is synced here'));

/** Everything that the desk works with, kept in memory; no sync is ever begun. */
class Office {
  readonly store = new InMemoryEventStore();
  readonly directory = new SourceDirectory(this.store, logger);
  readonly commands = new SourceCommands(this.store, this.directory);
  readonly snapshots = new InMemorySnapshots();
  readonly runs = new InMemorySyncRuns();
  readonly told: string[] = [];
  readonly queue = new InMemorySyncQueue({
    settings: defaultSyncSettings,
    attempts: new SyncAttempts({ run: never, abandon: never, timeBoxMs: 1000, patienceMs: 100, onError: () => {} }),
  });
  readonly syncs = new SyncRequests(this.queue, this.runs);
  readonly desk = new SyncDesk({
    directory: this.directory,
    queue: this.queue,
    syncs: this.syncs,
    snapshots: this.snapshots,
    runs: this.runs,
    after: { synced: (source, snapshot) => Promise.resolve(void this.told.push(`${source} ${snapshot}`)) },
    logger,
    setAgainMs: 50,
  });

  run(name: string, decide: Parameters<SourceCommands['run']>[0]['decide']) {
    return this.commands.run({ name, decide }, newHeader('user:ada'));
  }

  add(name: string, everySeconds = 3600) {
    const settings = { internal: false, strict: false, keys: [], policy: { mode: 'notify' as const }, everySeconds };
    const location = { kind: 'http' as const, url: `https://${name}.example/` };
    return this.run(name, (state) => addSource(state, { name, location, ...settings }));
  }

  change(name: string, changes: SourceChanges) {
    return this.run(name, (state) => changeSource(state, name, changes));
  }

  /** As a sync would, without one. */
  async offer(name: string, snapshot: string): Promise<void> {
    await this.snapshots.begin({ id: snapshot, source: name, basedOn: 1, reader: '0.1.0' });
    await this.snapshots.stage(snapshot, [stagedEntry('One')]);
  }

  readonly isScheduled = async (name: string) => (await this.queue.nextAt(name)) !== null;
}

const until = (what: string, check: () => boolean | Promise<boolean>) => waitUntil(check, { what, timeout: 5000 });

describe('the desk of the syncs', () => {
  let office: Office;

  beforeEach(async () => {
    office = new Office();
    await office.directory.start();
  });
  afterEach(async () => {
    await office.desk.stop();
    await office.queue.close();
    await office.store.close();
  });

  it('gives each source its schedule, and ends it where the source is paused, is synced by hand only, or is gone', async () => {
    office.desk.start();
    await office.add('one');
    await office.add('by-hand', 0);
    await until('a schedule', () => office.isScheduled('one'));
    expect(await office.isScheduled('by-hand')).toBe(false);
    await office.change('one', { paused: true });
    await until('the pause', async () => !(await office.isScheduled('one')));
    await office.change('one', { paused: false });
    await until('the schedule', () => office.isScheduled('one'));
    await office.run('one', (state) => removeSource(state, { name: 'one', enabled: [], keepEnabled: false }));
    await until('the end', async () => !(await office.isScheduled('one')));
  });

  it('leaves the clock of a source alone while nothing changes, and sets it again where the store has lost it', async () => {
    await office.add('one');
    office.desk.start();
    await until('a schedule', () => office.isScheduled('one'));
    const at = await office.queue.nextAt('one');
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(await office.queue.nextAt('one')).toBe(at);
    await office.queue.schedule('one', 0);
    await until('the schedule again', () => office.isScheduled('one'));
  });

  it('asks at the start for the first sync of a source that an earlier process did not come to', async () => {
    await office.add('new');
    await office.add('waiting');
    await office.runs.put(waitingReport({ run: 'r-1', source: 'waiting', trigger: 'added', actor: 'user:ada' }));
    office.desk.start();
    await until('a run', async () => (await office.runs.list({ source: 'new', limit: 5 })).items.length === 1);
    const { items } = await office.runs.list({ limit: 10 });
    expect(items.find(({ source }) => source === 'new')).toMatchObject({ trigger: 'added', state: 'queued' });
    expect(items.filter(({ source }) => source === 'waiting')).toHaveLength(1);
  });

  it('has what comes with Enginehouse synced at every start, since a release may have brought more', async () => {
    await seedBuiltInSource(office.commands);
    const earlier = waitingReport({ run: 'r-1', source: builtInSource, trigger: 'added', actor: 'user:ada' });
    await office.runs.put({ ...earlier, queuedAt: '2026-11-01T00:00:00.000Z' });
    office.desk.start();
    const runs = async () => (await office.runs.list({ source: builtInSource, limit: 5 })).items;
    await until('a run', async () => (await runs()).length === 2);
    expect((await runs())[0]).toMatchObject({ trigger: 'schedule', actor: 'service:marketplace' });
  });

  it('tells the entries of a source at the start, where an earlier process may have died before that', async () => {
    await office.add('one');
    await office.run('one', () => ok([synced('a')]));
    office.desk.start();
    await until('the telling', () => office.told.length > 0);
    expect(office.told).toEqual(['one snapshot-a']);
  });

  it('throws away what is kept of sources that are gone, whenever that was', async () => {
    await office.offer('gone', 'snapshot-1');
    await office.runs.put(waitingReport({ run: 'r-1', source: 'gone', trigger: 'added', actor: 'user:ada' }));
    office.desk.start();
    await until('the end', async () => (await office.snapshots.sources()).length === 0);
    expect(await office.runs.get('r-1')).toBeNull();
  });
});
