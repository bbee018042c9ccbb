import type { DrainWish } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { drainView } from '../../queries/drain-view.js';
import { routeOf } from '../../queries/route.js';
import { cudaDefinition, gpu } from '../../testing/builders.js';
import { TestLog } from '../../testing/test-log.js';
import { deleteDeployment, deleteInstance, scaleDeployment, type Decided } from '../deployment.decisions.js';
import { cordonWorker, workerLeaves } from '../worker.decisions.js';
import { endMakingWay } from './drain-steps.js';
import { drainOverdue, drainWorker } from './drain.decisions.js';

const accepted = (decided: Decided) => {
  if (!decided.ok) throw new Error(decided.error.detail);
  return decided.value;
};

const drain = (log: TestLog, name = 'w1', wish: Partial<DrainWish> = {}) =>
  log.settle(accepted(drainWorker(log.state, { name, wish: { force: false, ...wish } })));

const uncordon = (log: TestLog, name = 'w1') =>
  log.settle(accepted(cordonWorker(log.state, { name, cordoned: false })));

/** The time for the requests under way is over, and the container is gone. */
const gone = (log: TestLog, instance: string) =>
  log.settle(endMakingWay(log.state, instance)).fact(instance, 'ContainerRemoved', { containerId: null });

const failed = { code: 'exit', detail: 'exited', exitCode: 1, oomKilled: false, lastLogLines: [] };

const viewOf = (log: TestLog, name = 'w1') => {
  const worker = log.state.worker(name);
  return worker ? drainView(log.state, worker) : null;
};

const routed = (log: TestLog, name = 'demo') => {
  const deployment = log.state.deployment(name);
  if (!deployment || deployment.state === 'deleted') throw new Error(`there is no ${name}`);
  return routeOf(log.state, deployment).instances.map(({ id }) => id);
};

/** `demo` with one ready replica on w1, and w2 beside it. */
const serving = () => new TestLog().worker('w1').deployment().ready('demo-1').worker('w2');

const gpuWorker = (log: TestLog, name: string, count = 1) =>
  log.worker(name, { devices: Array.from({ length: count }, (_, index) => gpu(index)) });

describe('draining a worker', () => {
  it('has another ready before the old one loses its requests, and stops it only after those under way', () => {
    const log = drain(serving());
    expect(log.summary()).toEqual(['demo-1: ready on w1', 'demo-2: placed on w2']);
    expect(routed(log)).toEqual(['demo-1']);
    expect(viewOf(log)).toMatchObject({
      state: 'draining',
      total: 1,
      moved: 0,
      left: 1,
      moving: [{ instance: 'demo-1', reason: 'demo-2 on w2 takes its place once it is ready' }],
      stuck: [],
    });
    log.ready('demo-2');
    expect(routed(log)).toEqual(['demo-2']);
    expect(log.summary()).toEqual(['demo-1: ready on w1', 'demo-2: ready on w2']);
    log.settle(endMakingWay(log.state, 'demo-1'));
    expect(log.summary()).toEqual(['demo-1: stopping on w1', 'demo-2: ready on w2']);
    log.fact('demo-1', 'ContainerRemoved', { containerId: null });
    expect(log.summary()).toEqual(['demo-2: ready on w2']);
    expect(viewOf(log)).toMatchObject({ state: 'drained', total: 1, moved: 1, left: 0, moving: [] });
    expect(log.state.worker('w1')).toMatchObject({ cordoned: true });
  });

  it('is done at once where nothing runs', () => {
    expect(viewOf(drain(new TestLog().worker('w1')))).toMatchObject({ state: 'drained', total: 0 });
  });

  it('replaces one replica of a deployment after the other, and different deployments side by side', () => {
    const log = new TestLog().worker('w1').deployment({ replicas: 2 }).deployment({ name: 'other' });
    ['demo-1', 'demo-2', 'other-1'].forEach((id) => log.ready(id));
    drain(log.worker('w2'));
    expect(log.summary().filter((each) => each.endsWith('w2'))).toEqual([
      'demo-3: placed on w2',
      'other-2: placed on w2',
    ]);
    expect(viewOf(log)?.moving).toContainEqual({ instance: 'demo-2', reason: 'its turn comes after demo-1' });
    log.ready('demo-3');
    expect(log.summary()).toContain('demo-4: placed on w2');
    gone(log.ready('demo-4').ready('other-2'), 'demo-1');
    gone(gone(log, 'demo-2'), 'other-1');
    expect(log.summary()).toEqual(['demo-3: ready on w2', 'other-2: ready on w2', 'demo-4: ready on w2']);
    expect(viewOf(log)?.state).toBe('drained');
  });

  it('leaves and names what finds no place, and goes on when there is room', () => {
    const log = gpuWorker(new TestLog(), 'w1').deployment({}, cudaDefinition()).ready('demo-1').worker('w2');
    drain(log);
    expect(log.summary()).toEqual(['demo-1: ready on w1']);
    expect(viewOf(log)).toMatchObject({
      state: 'stuck',
      stuck: [{ instance: 'demo-1', reason: expect.stringContaining('1 without cuda (w2: has cpu)') as string }],
    });
    gpuWorker(log, 'w3');
    expect(log.summary()).toEqual(['demo-1: ready on w1', 'demo-2: placed on w3']);
  });

  it('stops what finds no place where that is wished by force; it waits in the queue', () => {
    const log = gpuWorker(new TestLog(), 'w1').deployment({}, cudaDefinition()).ready('demo-1');
    drain(log, 'w1', { force: true });
    expect(log.summary()).toEqual(['demo-1: stopping on w1', 'demo-2: waiting']);
    log.fact('demo-1', 'ContainerRemoved', { containerId: null });
    expect(log.summary()).toEqual(['demo-2: waiting']);
    expect(viewOf(log)?.state).toBe('drained');
  });

  it('stops whatever is left once its deadline is over', () => {
    const log = drain(serving(), 'w1', { deadlineSeconds: 60 });
    log.settle(drainOverdue(log.state, { name: 'w1', drain: 2 }));
    expect(log.summary()).toContain('demo-1: ready on w1');
    log.settle(drainOverdue(log.state, { name: 'w1', drain: 1 }));
    expect(log.summary()).toEqual(['demo-1: stopping on w1', 'demo-2: placed on w2']);
  });

  it('knows the deadline of an earlier drain from that of this one', () => {
    const log = drain(uncordon(drain(serving(), 'w1', { deadlineSeconds: 60 })), 'w1', { deadlineSeconds: 600 });
    expect(drainOverdue(log.state, { name: 'w1', drain: 1 })).toEqual([]);
    expect(drainOverdue(log.state, { name: 'w1', drain: 2 })).toHaveLength(1);
  });

  it('moves at once what serves nobody', () => {
    const log = drain(new TestLog().worker('w1').deployment().worker('w2'));
    expect(log.summary()).toEqual(['demo-1: stopping on w1', 'demo-2: placed on w2']);
  });

  it('keeps the old one where the new one fails, and tries again where that is deleted', () => {
    const log = drain(serving()).fact('demo-2', 'InstanceFailed', failed);
    expect(log.summary()).toEqual(['demo-1: ready on w1', 'demo-2: failed on w2']);
    expect(viewOf(log)?.stuck[0]?.reason).toBe('demo-2, which was to take its place, has failed');
    log.settle(accepted(deleteInstance(log.state, { id: 'demo-2', actor: 'user:ada' })));
    expect(log.summary()).toEqual(['demo-1: ready on w1', 'demo-2: stopping on w2', 'demo-3: placed on w2']);
  });

  it('ends with the worker opened again: the one that was made beside goes', () => {
    const log = uncordon(drain(serving()));
    expect(log.summary()).toEqual(['demo-1: ready on w1', 'demo-2: stopping on w2']);
    expect(viewOf(log)).toBeNull();
  });

  it('ends with a worker that is lost: everything is where it should be, once', () => {
    const log = drain(serving());
    log.settle(workerLeaves(log.state, 'w1', 'gone'));
    expect(log.summary()).toEqual(['demo-2: placed on w2']);
    expect(viewOf(log)).toBeNull();
  });

  it('places again what was on the way to a worker that is lost', () => {
    const log = drain(serving().worker('w3'));
    log.settle(workerLeaves(log.state, 'w2', 'gone'));
    expect(log.summary()).toEqual(['demo-1: ready on w1', 'demo-2: placed on w3']);
    log.settle(workerLeaves(log.state, 'w3', 'gone'));
    expect(log.summary()).toEqual(['demo-1: ready on w1']);
    expect(viewOf(log)?.state).toBe('stuck');
  });

  it('takes a replica of the worker when a deployment gets smaller meanwhile', () => {
    const log = new TestLog().worker('w1').deployment().ready('demo-1').worker('w2');
    log.settle(accepted(scaleDeployment(log.state, { name: 'demo', replicas: 2 }))).ready('demo-2');
    drain(log);
    log.settle(accepted(scaleDeployment(log.state, { name: 'demo', replicas: 1 })));
    log.fact('demo-3', 'ContainerRemoved', { containerId: null });
    expect(log.summary()).toEqual(['demo-1: stopping on w1', 'demo-2: ready on w2']);
  });

  it('is over with a deployment that is deleted meanwhile', () => {
    const log = drain(serving()).ready('demo-2');
    log.settle(accepted(deleteDeployment(log.state, { name: 'demo' })));
    ['demo-1', 'demo-2'].forEach((id) => log.fact(id, 'ContainerRemoved', { containerId: null }));
    expect(log.summary()).toEqual([]);
    expect(viewOf(log)?.state).toBe('drained');
  });

  it('does nothing new where it is asked for twice, and takes other options', () => {
    const log = drain(serving());
    const before = log.events.length;
    drain(log);
    expect(log.since(before)).toEqual([]);
    drain(log, 'w1', { deadlineSeconds: 60 });
    expect(log.since(before)).toEqual(['WorkerDrainStarted worker:w1']);
  });

  it('is refused on another revision than was read, and for a worker that left', () => {
    const log = serving();
    const wish = { force: false };
    expect(drainWorker(log.state, { name: 'w1', wish, expectedRevision: 99 })).toMatchObject({
      error: { code: 'stale-revision', detail: 'Worker w1 is at revision 1, not 99.' },
    });
    log.settle(workerLeaves(log.state, 'w1', 'gone'));
    expect(drainWorker(log.state, { name: 'w1', wish })).toMatchObject({ error: { code: 'worker-not-found' } });
  });
});
