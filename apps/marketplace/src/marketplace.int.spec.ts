import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { marketplace as contracts, problemOf } from '@enginehouse/contracts';
import { newHeader } from '@enginehouse/service-kit';
import {
  testNats,
  testPostgres,
  waitUntil,
  type TestDatabase,
  type TestNats,
  type TestRedis,
} from '@enginehouse/testing';
import { indexOf } from './testing/index-of.js';
import { jobStores, redisFor } from './testing/with-redis.js';
import { lossesSuite } from './testing/losses.suite.js';
import { addressFor, startMarketplace, valueOf, type RunningMarketplace } from './testing/running-marketplace.js';

const http = (name: string) => ({ kind: 'http' as const, url: addressFor(name) });

describe.each(jobStores)('the marketplace, with jobs in %s', (store) => {
  let database: TestDatabase;
  let nats: TestNats;
  let redis: TestRedis | undefined;
  let market: RunningMarketplace;
  let sql: pg.Pool;

  beforeAll(async () => {
    [database, nats, redis] = await Promise.all([testPostgres(), testNats(), redisFor(store)]);
    sql = new pg.Pool({ connectionString: database.url, max: 1 });
    market = await startMarketplace({ databaseUrl: database.url, natsUrl: nats.url, redisUrl: redis?.url });
  });

  afterAll(async () => {
    await Promise.all([market.stop(), sql.end()]);
    await Promise.all([database.close(), nats.close(), redis?.close()]);
  });

  const snapshotsOf = 'select id from marketplace.snapshot where source = $1';
  const rowsOf = async (source: string) => (await sql.query(snapshotsOf, [source])).rows.length;
  const typesOf = async (name: string) => (await market.events(name)).map(({ type }) => type);

  describe('the source that comes with Enginehouse', () => {
    it('is there from the first start, and is synced', async () => {
      await waitUntil(async () => (await market.source('enginehouse')).state === 'ok', { what: 'its sync' });
      expect(await market.source('enginehouse')).toMatchObject({
        name: 'enginehouse',
        address: 'built in',
        location: { kind: 'builtin' },
        createdBy: 'service:marketplace',
        snapshot: { entries: 1 },
      });
    });

    it('cannot be removed or moved, and can be paused', async () => {
      const name = 'enginehouse';
      expect(await market.ask(contracts.removeSource, { name })).toMatchObject({
        error: {
          code: 'cannot-delete-built-in',
          detail: expect.stringContaining('cannot be removed'),
          hint: expect.stringContaining('Pause'),
        },
      });
      expect(await market.ask(contracts.changeSource, { name, changes: { strict: true } })).toMatchObject({
        error: { code: 'cannot-change-built-in', detail: expect.stringContaining('its strict cannot change') },
      });
      expect(await market.ask(contracts.addSource, { name: 'mine', location: { kind: 'builtin' } })).toMatchObject({
        error: { code: 'invalid-input', errors: [{ path: ['location', 'kind'] }] },
      });
      expect(await market.ask(contracts.addSource, { name, location: http('mine') })).toMatchObject({
        error: { code: 'name-taken' },
      });
      valueOf(await market.ask(contracts.changeSource, { name, changes: { paused: true } }));
      expect(await market.source(name)).toMatchObject({ paused: true, nextSyncAt: null });
      valueOf(await market.ask(contracts.changeSource, { name, changes: { paused: false } }));
      await waitUntil(async () => (await market.source(name)).nextSyncAt !== null, { what: 'its schedule' });
    });
  });

  describe('a source', () => {
    it('is added, synced at once, and tells what every sync found', async () => {
      const first = await market.add(
        'steps',
        indexOf(['One', 'Two', { name: 'Three', icon: 'data:image/png;base64,bad' }]),
      );
      expect(first).toMatchObject({
        source: 'steps',
        trigger: 'added',
        actor: 'user:ada',
        state: 'succeeded',
        phase: 'done',
        attempt: 1,
        counts: { entries: 3, added: 3, changed: 0, unchanged: 0, withdrawn: 0, rejected: 0 },
        added: ['One', 'Two', 'Three'],
        warnings: [{ name: 'Three', code: 'icon-refused', detail: expect.stringContaining('PNG') }],
        signedBy: null,
        problem: null,
      });
      market.world.put(addressFor('steps'), indexOf(['One', { name: 'Two', versions: ['2.0.0', '1.0.0'] }, 'Four']));
      const second = await market.sync('steps');
      expect(second).toMatchObject({
        trigger: 'manual',
        state: 'succeeded',
        counts: { entries: 3, added: 1, changed: 1, unchanged: 1, withdrawn: 1 },
        added: ['Four'],
        changed: ['Two'],
        withdrawn: ['Three'],
      });
      const unchanged = await market.sync('steps');
      expect(unchanged).toMatchObject({ state: 'unchanged', digest: second.digest, counts: { unchanged: 3 } });
      // The same bytes at another reference are nothing new either.
      market.world.put(addressFor('steps'), indexOf(['One', { name: 'Two', versions: ['2.0.0', '1.0.0'] }, 'Four']));
      expect(await market.sync('steps')).toMatchObject({ state: 'unchanged' });
      expect(await typesOf('steps')).toEqual(['SourceAdded', 'SourceSynced', 'SourceSynced']);
      const { items, nextBefore } = valueOf(await market.ask(contracts.listRuns, { source: 'steps', limit: 3 }));
      expect(items.map(({ state }) => state)).toEqual(['unchanged', 'unchanged', 'succeeded']);
      const rest = valueOf(await market.ask(contracts.listRuns, { source: 'steps', before: nextBefore }));
      expect(rest.items.map(({ id }) => id)).toEqual([first.id]);
      expect(await market.source('steps')).toMatchObject({
        state: 'ok',
        failures: 0,
        running: null,
        lastSync: { state: 'unchanged' },
        snapshot: { digest: second.digest, entries: 3 },
        enabledEntries: 0,
      });
    });

    it('takes the good entries and lists the bad ones with their place and reason', async () => {
      const bad =
        '- backend_name: Broken\n  version_configs:\n    "1": {image_name: "not an image!", custom_framework: nothing}\n';
      const report = await market.add('mixed', `${indexOf(['Good'])}${bad}${indexOf(['Better'])}`);
      expect(report).toMatchObject({
        state: 'succeeded',
        counts: { entries: 2, added: 2, rejected: 1 },
        added: ['Good', 'Better'],
        rejected: [{ position: 2, name: 'Broken', errors: [{ detail: expect.any(String) }] }],
      });
      expect((await market.events('mixed')).at(-1)).toMatchObject({
        type: 'SourceSynced',
        data: { rejected: [{ position: 2, name: 'Broken', detail: expect.stringMatching(/.{5}/) }] },
      });
    });

    it('keeps what it had where nothing of the new can be read', async () => {
      const good = await market.add('torn', indexOf(['Kept']));
      market.world.put(addressFor('torn'), '- backend_name: "torn in the midd');
      expect(await market.sync('torn')).toMatchObject({
        state: 'failed',
        attempt: 1,
        problem: { code: 'source-invalid' },
      });
      expect(await market.source('torn')).toMatchObject({
        state: 'failing',
        failures: 1,
        problem: { code: 'source-invalid' },
        snapshot: { digest: good.digest, entries: 1 },
      });
    });

    it('raises an alarm when it fails three times in a row, and clears it with the next sync', async () => {
      await market.add('flaky', indexOf(['Kept']));
      market.world.put(addressFor('flaky'), problemOf('source-unavailable', 'It does not answer.'));
      for (const failures of [1, 2]) {
        expect(await market.sync('flaky')).toMatchObject({
          state: 'failed',
          attempt: 2,
          problem: { code: 'source-unavailable' },
        });
        expect(await market.source('flaky')).toMatchObject({ state: 'failing', failures });
      }
      expect((await market.sync('flaky')).problem?.hint).toMatch(
        /^The next scheduled sync is at 2\d{3}-\d\d-\d\d \d\d:\d\d:\d\d UTC\.$/,
      );
      expect(await market.source('flaky')).toMatchObject({
        state: 'alarm',
        failures: 3,
        problem: { detail: 'It does not answer.' },
      });
      const failed = (await market.events('flaky')).filter(({ type }) => type === 'SourceSyncFailed');
      expect((await market.events('flaky')).at(-1)).toMatchObject({
        type: 'SourceAlarmRaised',
        data: { failures: 3, since: failed[0]?.recordedAt },
      });
      await market.sync('flaky');
      market.world.put(addressFor('flaky'), indexOf(['Kept']));
      expect(await market.sync('flaky')).toMatchObject({ state: 'unchanged' });
      expect(await market.source('flaky')).toMatchObject({ state: 'ok', failures: 0, problem: null });
      expect(await typesOf('flaky')).toEqual([
        'SourceAdded',
        'SourceSynced',
        'SourceSyncFailed',
        'SourceSyncFailed',
        'SourceSyncFailed',
        'SourceAlarmRaised',
        'SourceSyncFailed',
        'SourceSynced',
        'SourceAlarmCleared',
      ]);
    });

    it('is asked only whether something is new, until where or how it is read changes', async () => {
      await market.add('asked', indexOf(['One']));
      const refs = () => market.world.asked.filter(({ address }) => address === addressFor('asked'));
      await market.sync('asked');
      expect(refs().map(({ knownRef }) => knownRef !== null)).toEqual([false, true]);
      valueOf(await market.ask(contracts.changeSource, { name: 'asked', changes: { internal: true } }));
      expect(await market.sync('asked')).toMatchObject({ state: 'unchanged' });
      expect(refs().at(-1)).toMatchObject({ knownRef: null, internal: true });
    });

    it('is synced at once where it moved to', async () => {
      await market.add('moving', indexOf(['Old']));
      market.world.put(addressFor('moved'), indexOf(['New']));
      valueOf(await market.ask(contracts.changeSource, { name: 'moving', changes: { location: http('moved') } }));
      await waitUntil(async () => (await market.source('moving')).address === addressFor('moved'), {
        what: 'the move',
      });
      await waitUntil(async () => (await typesOf('moving')).length === 4, { what: 'its sync' });
      expect((await market.events('moving')).at(-1)).toMatchObject({ data: { added: ['New'], withdrawn: ['Old'] } });
    });

    it('is not added where it may not be fetched from, and not twice', async () => {
      market.world.forbidden.add(addressFor('fenced'));
      expect(await market.ask(contracts.addSource, { name: 'fenced', location: http('fenced') })).toMatchObject({
        error: { code: 'address-not-allowed' },
      });
      await market.add('single', indexOf(['One']));
      expect(await market.ask(contracts.addSource, { name: 'single', location: http('single') })).toMatchObject({
        error: { code: 'name-taken', hint: expect.stringContaining('another name') },
      });
      expect(await market.ask(contracts.getSource, { name: 'fenced' })).toMatchObject({
        error: { code: 'source-not-found' },
      });
      expect(await market.ask(contracts.syncSource, { name: 'fenced' })).toMatchObject({
        error: { code: 'source-not-found' },
      });
      expect(await market.ask(contracts.listRuns, { source: 'fenced' })).toMatchObject({
        error: { code: 'source-not-found' },
      });
      expect(await market.ask(contracts.getRun, { id: 'nothing' })).toMatchObject({
        error: { code: 'sync-not-found' },
      });
    });

    it('is likely the one meant by a name that is nearly right, whatever is asked of it', async () => {
      await market.add('resembled', indexOf(['One']));
      const name = 'resmebled';
      const answers = [
        await market.ask(contracts.getSource, { name }),
        await market.ask(contracts.syncSource, { name }),
        await market.ask(contracts.listRuns, { source: name }),
        await market.ask(contracts.changeSource, { name, changes: { paused: true } }),
        await market.ask(contracts.changeSource, { name, changes: { location: { ref: 'v1' } } }),
        await market.ask(contracts.removeSource, { name }),
      ];
      for (const answer of answers) {
        expect(answer).toMatchObject({ error: { code: 'source-not-found', hint: 'Did you mean "resembled"?' } });
      }
    });

    it('refuses a change that was based on another revision, and syncs do not count as changes', async () => {
      await market.add('revised', indexOf(['One']));
      const { revision } = await market.source('revised');
      market.world.put(addressFor('revised'), indexOf(['Two']));
      await market.sync('revised');
      expect((await market.source('revised')).revision).toBe(revision);
      const change = (expectedRevision: number, everySeconds: number) =>
        market.ask(contracts.changeSource, { name: 'revised', changes: { everySeconds }, expectedRevision });
      expect(await change(revision - 1, 120)).toMatchObject({
        error: { code: 'stale-revision', currentRevision: revision },
      });
      const changed = valueOf(await change(revision, 120));
      expect(changed).toMatchObject({ changed: true });
      expect(await market.source('revised')).toMatchObject({ revision: changed.revision, everySeconds: 120 });
      expect(valueOf(await change(changed.revision, 120))).toEqual({ revision: changed.revision, changed: false });
    });

    it('is gone with everything that belongs to it when it is removed, and can be added anew', async () => {
      const { id } = await market.add('short-lived', indexOf(['One']));
      valueOf(await market.ask(contracts.removeSource, { name: 'short-lived' }));
      expect(await market.ask(contracts.getSource, { name: 'short-lived' })).toMatchObject({
        error: { code: 'source-not-found' },
      });
      await waitUntil(async () => !(await market.ask(contracts.getRun, { id })).ok, { what: 'the runs to go' });
      expect(await market.add('short-lived', indexOf(['One']))).toMatchObject({ counts: { added: 1 } });
    });

    it('ends a sync that is made while it is removed, and leaves nothing of it behind', async () => {
      await market.add('interrupted', indexOf(['One']));
      const release = market.world.hold(addressFor('interrupted'));
      market.world.put(addressFor('interrupted'), indexOf(['Two']));
      const { id } = valueOf(await market.ask(contracts.syncSource, { name: 'interrupted' }));
      await waitUntil(async () => (await market.source('interrupted')).running?.state === 'running', { what: 'a run' });
      valueOf(await market.ask(contracts.removeSource, { name: 'interrupted' }));
      await waitUntil(async () => !(await market.ask(contracts.getRun, { id })).ok, { what: 'the run to go' });
      await waitUntil(async () => (await rowsOf('interrupted')) === 0, { what: 'the snapshots to go' });
      release();
      expect(await typesOf('interrupted')).toEqual(['SourceAdded', 'SourceSynced', 'SourceRemoved']);
    });

    it('is shown while it is synced, with how far that is', async () => {
      await market.add('watched', indexOf(['One']));
      const release = market.world.hold(addressFor('watched'));
      const { id } = valueOf(await market.ask(contracts.syncSource, { name: 'watched' }));
      const running = async () => (await market.source('watched')).running;
      await waitUntil(async () => (await running())?.state === 'running', { what: 'a run' });
      expect(await running()).toMatchObject({ id, phase: 'fetching', attempt: 1, finishedAt: null });
      expect(valueOf(await market.ask(contracts.syncSource, { name: 'watched' }))).toMatchObject({ id, joined: true });
      release();
      await market.ended(id);
      expect(await running()).toBeNull();
    });

    it('is read anew where entries of its snapshot were lost, or another release had read it', async () => {
      const { added } = await market.add('damaged', indexOf(['One', 'Two']));
      expect(added).toEqual(['One', 'Two']);
      await sql.query(`delete from marketplace.snapshot_entry where name = 'Two' and snapshot in (${snapshotsOf})`, [
        'damaged',
      ]);
      expect(await market.sync('damaged')).toMatchObject({
        state: 'succeeded',
        added: ['Two'],
        counts: { entries: 2 },
      });
      expect(await market.sync('damaged')).toMatchObject({ state: 'unchanged' });
      await sql.query(`update marketplace.snapshot set reader = '0.0.1' where source = $1`, ['damaged']);
      expect(await market.sync('damaged')).toMatchObject({ state: 'succeeded', counts: { unchanged: 2 } });
    });

    it('repeats a command without a second effect', async () => {
      market.world.put(addressFor('once'), indexOf(['One']));
      const header = newHeader('user:ada');
      const input = { name: 'once', location: http('once') };
      const first = valueOf(await market.ask(contracts.addSource, input, header));
      await market.ended(first.run);
      expect(valueOf(await market.ask(contracts.addSource, input, header))).toEqual(first);
      expect(await market.ask(contracts.addSource, { ...input, internal: true }, header)).toMatchObject({
        error: { code: 'idempotency-key-reused' },
      });
      expect(await typesOf('once')).toEqual(['SourceAdded', 'SourceSynced']);
    });
  });

  describe('a source that loses entries', () => {
    lossesSuite(() => market);
  });

  describe('the service', () => {
    it('is ready, and goes on after a restart with what it had', async () => {
      const report = await market.add('lasting', indexOf(['One', 'Two']));
      await market.restart();
      expect(market.ready()).toMatchObject({
        ready: true,
        checks: { log: {}, sources: {}, jobs: {}, relay: {}, nats: {} },
      });
      expect(await market.source('lasting')).toMatchObject({ state: 'ok', snapshot: { digest: report.digest } });
      expect(await market.sync('lasting')).toMatchObject({ state: 'unchanged' });
    });

    it('vouches for its log', async () => {
      expect(valueOf(await market.ask(contracts.verifyLog, {}))).toMatchObject({ log: 'marketplace', ok: true });
    });
  });
});
