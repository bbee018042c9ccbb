import { newHeader } from '@enginehouse/service-kit';
import { waitUntil } from '@enginehouse/testing';
import { afterEach, expect, it } from 'vitest';
import { gate, quickSettings } from '../testing/sync-queue.contract.js';
import { InMemorySyncQueue } from '../testing/in-memory-sync-queue.js';
import { InMemorySyncRuns } from '../testing/in-memory-sync-runs.js';
import type { RunSync, SyncJob } from '../ports.js';
import { RunRecord } from './run-record.js';
import { SyncAttempts } from './sync-attempts.js';
import { SyncRequests } from './sync-requests.js';

const header = newHeader('user:ada');
const closing: InMemorySyncQueue[] = [];
afterEach(() => Promise.all(closing.splice(0).map((queue) => queue.close())));

/** Requests whose syncs are made so. */
function asking(run: (job: SyncJob, runs: InMemorySyncRuns) => ReturnType<RunSync>) {
  const runs = new InMemorySyncRuns();
  const made: SyncJob[] = [];
  const attempts = new SyncAttempts({
    run: (job) => {
      made.push(job);
      return run(job, runs);
    },
    abandon: () => Promise.resolve(),
    timeBoxMs: quickSettings.timeBoxMs,
    patienceMs: quickSettings.patienceMs,
    onError: () => undefined,
  });
  const queue = new InMemorySyncQueue({ settings: quickSettings, attempts });
  closing.push(queue);
  queue.start();
  const requests = new SyncRequests(queue, runs);
  const ask = async (acceptEmpty = false) => {
    const asked = await requests.ask('one', 'manual', header, acceptEmpty);
    if (!asked.ok) throw new Error(`${asked.error.code}: ${asked.error.detail}`);
    return asked.value;
  };
  return { runs, made, ask };
}

it('a sync that is asked for when the report of the last one is there is a new one', async () => {
  const { opened: mayEnd, open: end } = gate();
  const { runs, made, ask } = asking(async (job, kept) => {
    await (await RunRecord.of(kept, job)).ended('succeeded');
    await mayEnd;
    return { kind: 'done' };
  });
  const first = await ask();
  await waitUntil(async () => (await runs.get(first.id))?.finishedAt !== null, { what: 'the report' });
  const second = await ask();
  expect(second.joined).toBe(false);
  expect(second.id).not.toBe(first.id);
  await waitUntil(() => made.length === 2, { what: 'the second sync' });
  end();
});

it('a sync that is asked for while another one is made is that one', async () => {
  const { opened: mayEnd, open: end } = gate();
  const { ask } = asking(() => mayEnd.then(() => ({ kind: 'done' })));
  const { id } = await ask();
  expect(await ask()).toMatchObject({ id, joined: true });
  end();
});

it('a sync that may be empty is not the one that is made already, which may not', async () => {
  const { opened: mayEnd, open: end } = gate();
  const { made, ask } = asking(() => mayEnd.then(() => ({ kind: 'done' })));
  const { id } = await ask();
  await waitUntil(() => made.length === 1, { what: 'the sync' });
  await expect(ask(true)).rejects.toThrow(/^overloaded: .* is being synced just now/);
  end();
  await waitUntil(async () => (await ask()).id !== id, { what: 'its end' });
});
