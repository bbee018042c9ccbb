import type { ContainerPlan, InstanceEventType, InstanceState } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { TestLog } from '../testing/test-log.js';
import { nextState, transitions } from './instance-transitions.js';
import { retryInstance } from './retry-instance.js';

const states = Object.keys(transitions) as InstanceState[];

describe('the table of transitions', () => {
  it('reaches every state from a new instance', () => {
    const reached = new Set<InstanceState>(['queued']);
    for (const from of reached) {
      Object.values(transitions[from]).forEach((to) => reached.add(to));
    }
    expect([...reached].toSorted()).toEqual(states.toSorted());
  });

  it('has an end: from everywhere an instance can be stopped and deleted', () => {
    for (const from of states.filter((each) => each !== 'deleted' && each !== 'stopping')) {
      expect(nextState(from, 'InstanceStopping')).toBe('stopping');
    }
    expect(nextState('stopping', 'InstanceDeleted')).toBe('deleted');
    expect(transitions.deleted).toEqual({});
  });

  it('hears no fact of an instance without a worker', () => {
    const facts: InstanceEventType[] = ['ContainerStarted', 'InstanceReady', 'ContainerExited', 'ContainerRemoved'];
    for (const fact of facts) {
      expect([nextState('queued', fact), nextState('waiting', fact)]).toEqual([undefined, undefined]);
    }
  });

  it('lets nothing but its end happen to an instance that is stopping', () => {
    expect(new Set(Object.values(transitions.stopping))).toEqual(new Set(['stopping', 'deleted']));
  });
});

const placed = () => new TestLog().worker('w1').deployment();
const stateOf = (log: TestLog) => log.state.instance('demo-1')?.state;
const started = (attempt = 1) => ({ containerId: 'c1', attempt });
const exit = (restartInSeconds: number | null) => ({
  exitCode: 1,
  oomKilled: false,
  detail: 'exited with code 1',
  lastLogLines: ['boom'],
  attempt: 1,
  restartInSeconds,
});

describe('an instance on its worker', () => {
  it('goes through pull, creation and probes to ready', () => {
    const log = placed();
    const seen = [stateOf(log)];
    const step = (next: TestLog) => seen.push(stateOf(next));
    step(log.fact('demo-1', 'ImagePullStarted', { image: 'echo:1.0' }));
    step(log.fact('demo-1', 'ImagePulled', { image: 'echo:1.0', durationMs: 10 }));
    step(log.fact('demo-1', 'ContainerCreated', { containerId: 'c1', image: 'echo:1.0', argv: [], port: 1 }));
    step(log.fact('demo-1', 'ContainerStarted', started()));
    step(log.fact('demo-1', 'ProbeAnswered', { path: '/v1/models', answer: '503' }));
    step(log.ready('demo-1'));
    expect(seen).toEqual(['placed', 'pulling', 'creating', 'creating', 'probing', 'probing', 'ready']);
  });

  it('has failed as soon as the worker gives up', () => {
    expect(stateOf(placed().fact('demo-1', 'ContainerExited', exit(10)))).toBe('backing-off');
    expect(stateOf(placed().fact('demo-1', 'ContainerExited', exit(null)))).toBe('failed');
  });

  it('counts the restarts', () => {
    const log = placed();
    log.fact('demo-1', 'ContainerStarted', started(1)).fact('demo-1', 'ContainerStarted', started(2));
    expect(log.state.instance('demo-1')?.restarts).toBe(1);
  });

  it('is tried again on request, from the beginning, and with no restarts counted', () => {
    const log = placed().fact('demo-1', 'ContainerStarted', started(2)).fact('demo-1', 'ContainerExited', exit(null));
    const decided = retryInstance(log.state, { id: 'demo-1' });
    log.append(decided.ok ? decided.value : []);
    expect(log.state.instance('demo-1')).toMatchObject({ state: 'queued', restarts: 0 });
    expect(log.state.instancesOn('w1')).toEqual([]);
    log.settle();
    expect(log.state.instance('demo-1')).toMatchObject({ state: 'placed', generation: 2, restarts: 0 });
  });

  it.each([
    ['ready', (log: TestLog) => log.ready('demo-1'), /delete it/],
    ['backing-off', (log: TestLog) => log.fact('demo-1', 'ContainerExited', exit(10)), /by itself/],
    ['placed', (log: TestLog) => log, /by itself/],
  ] as const)('is not retried while it is %s', (state, reach, hint) => {
    const log = reach(placed());
    const decided = retryInstance(log.state, { id: 'demo-1' });
    expect(decided).toMatchObject({
      ok: false,
      error: { code: 'instance-not-failed', detail: expect.stringContaining(state), hint: expect.stringMatching(hint) },
    });
  });

  it('serves on when a restarted worker adopts it and it answers', () => {
    const log = placed().ready('demo-1');
    log.fact('demo-1', 'ContainerAdopted', { containerId: 'c1', port: 1 });
    log.fact('demo-1', 'ProbeAnswered', { path: '/v1/models', answer: '200' });
    expect(stateOf(log)).toBe('ready');
    log.fact('demo-1', 'ProbeAnswered', { path: '/v1/models', answer: 'connection refused' });
    expect(stateOf(log)).toBe('probing');
  });

  it('keeps the moment of its last change of state', () => {
    const log = placed().ready('demo-1');
    const since = log.state.instance('demo-1')?.since;
    log.ready('demo-1');
    expect(log.state.instance('demo-1')?.since).toBe(since);
  });

  it('is made again where somebody else removed its container', () => {
    expect(stateOf(placed().ready('demo-1').fact('demo-1', 'ContainerRemoved', { containerId: 'c1' }))).toBe('placed');
  });
});

it('plans the same container for the same wish, whatever the order of keys', () => {
  const digests = [
    { a: '1', b: '2' },
    { b: '2', a: '1' },
  ].map((env) => {
    const instance = new TestLog().worker('w1').deployment({ env }).state.instance('demo-1');
    return (instance as { placement: { planDigest: string; plan: ContainerPlan } }).placement.planDigest;
  });
  expect(digests[0]).toBe(digests[1]);
});
