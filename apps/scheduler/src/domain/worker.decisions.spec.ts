import { describe, expect, it } from 'vitest';
import { cudaDefinition, gpu, reportOf } from '../testing/builders.js';
import { TestLog } from '../testing/test-log.js';
import type { Decision } from './events.js';
import type { SchedulerState } from './scheduler-state.js';
import { admitWorker, cordonWorker, heardFrom, removeWorker, reportWorker, workerLeaves } from './worker.decisions.js';

const types = (decisions: readonly Decision[]) => decisions.map(({ type, streamId }) => `${type} ${streamId}`);
const reported = (state: SchedulerState, ...report: Parameters<typeof reportOf>): readonly Decision[] => {
  const decided = reportWorker(state, reportOf(...report));
  return decided.ok ? decided.value : [];
};
const silent = (name: string): Decision => ({
  streamId: `worker:${name}`,
  type: 'WorkerUnreachable',
  data: { lastHeardSecondsAgo: 16 },
});

describe('a report', () => {
  it('of a new worker lets it join', () => {
    expect(types(reported(new TestLog().state, 'w1'))).toEqual(['WorkerJoined worker:w1']);
  });

  it('that says nothing new is no event, free disk space least of all', () => {
    const { state } = new TestLog().worker('w1');
    expect(reported(state, 'w1', { disk: { path: '/', totalMib: 100_000, freeMib: 1 } })).toEqual([]);
    expect(types(reported(state, 'w1', { labels: { zone: 'a' } }))).toEqual(['WorkerReported worker:w1']);
  });

  it('brings a silent worker back', () => {
    const { state } = new TestLog().worker('w1').settle([silent('w1')]);
    expect(types(reported(state, 'w1'))).toEqual(['WorkerReturned worker:w1']);
  });

  it('of less than is claimed makes the newest give way, before the smaller capacity is in the log', () => {
    const log = new TestLog()
      .worker('w1', { devices: [gpu(0), gpu(1)] })
      .deployment({ replicas: 2 }, cudaDefinition())
      .deployment({ name: 'small' });
    expect(types(reported(log.state, 'w1', { devices: [gpu(0)] }))).toEqual([
      'InstanceEvicted instance:demo-2',
      'WorkerReported worker:w1',
    ]);
  });

  it('of a worker that left lets it join again, still cordoned where it was', () => {
    const log = new TestLog().worker('w1').settle([{ streamId: 'worker:w1', type: 'WorkerCordoned', data: {} }]);
    log.settle(workerLeaves(log.state, 'w1', 'gone')).worker('w1');
    expect(log.state.worker('w1')).toMatchObject({ state: 'ready', cordoned: true });
  });
});

describe('a heartbeat', () => {
  it('is an event only after silence', () => {
    const log = new TestLog().worker('w1');
    expect(heardFrom(log.state, 'w1')).toEqual([]);
    expect(heardFrom(log.state, 'unknown')).toEqual([]);
    expect(types(heardFrom(log.settle([silent('w1')]).state, 'w1'))).toEqual(['WorkerReturned worker:w1']);
  });
});

/** A cordoned worker that a person took out. */
const removed = () => {
  const log = new TestLog().worker('w1').settle([{ streamId: 'worker:w1', type: 'WorkerCordoned', data: {} }]);
  const decided = removeWorker(log.state, { name: 'w1', force: false, actor: 'user:ada' });
  return log.settle(decided.ok ? decided.value : []);
};

describe('a worker that was removed', () => {
  it('is not let in by its report', () => {
    expect(reportWorker(removed().state, reportOf('w1'))).toMatchObject({
      ok: false,
      error: { code: 'worker-removed', detail: 'Worker w1 was removed by user:ada.' },
    });
  });

  it('is let in after it joined with a token, as good as new', () => {
    const log = removed();
    log.settle(admitWorker(log.state, 'w1')).worker('w1');
    expect(log.state.worker('w1')).toMatchObject({ state: 'ready', cordoned: false });
    expect(admitWorker(log.state, 'w1')).toEqual([]);
  });

  it('can be neither cordoned nor removed again', () => {
    const { state } = removed();
    expect(cordonWorker(state, { name: 'w1', cordoned: false })).toMatchObject({ error: { code: 'worker-not-found' } });
    expect(removeWorker(state, { name: 'w1', force: false, actor: 'user:ada' })).toEqual({ ok: true, value: [] });
  });
});

describe('removing a worker', () => {
  it('is refused while instances run there, naming them', () => {
    const { state } = new TestLog().worker('w1').deployment();
    const refused = removeWorker(state, { name: 'w1', force: false, actor: 'user:ada' });
    expect(refused).toMatchObject({ ok: false, error: { code: 'worker-not-empty', extra: { instances: ['demo-1'] } } });
  });

  it('by force lets it leave', () => {
    const { state } = new TestLog().worker('w1').deployment();
    const removed = removeWorker(state, { name: 'w1', force: true, actor: 'user:ada' });
    expect(removed.ok && types(removed.value)).toEqual(['WorkerLeft worker:w1']);
  });
});
