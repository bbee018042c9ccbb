import { rollPlan, type RollPlan } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { cudaDefinition, definitionOf } from '../../testing/builders.js';
import { changedDefinition, changedOnGpus, draftOf, drained, onGpus, rolling, serving } from '../../testing/rolling.js';
import { TestLog } from '../../testing/test-log.js';
import { deploymentView } from '../deployment-view.js';
import { nothingLive } from '../live-views.js';
import { routeOf } from '../route.js';
import { rollPlanView } from './roll-plan-view.js';

const around = { currentRevision: 9, drainSeconds: 30 };
const planOf = (log: TestLog, asked: Parameters<typeof draftOf>[1] = {}): RollPlan =>
  rollPlan.parse(rollPlanView(log.state, draftOf(log, asked), around));
const failure = { code: 'exit', detail: 'exited with code 3', exitCode: 3, oomKilled: false, lastLogLines: ['boom'] };

const viewOf = (log: TestLog) => {
  const deployment = log.state.deployment('demo');
  if (!deployment || deployment.state === 'deleted') throw new Error('there is no demo');
  return { view: deploymentView(log.state, nothingLive, deployment), route: routeOf(log.state, deployment) };
};
const targets = (log: TestLog) => viewOf(log).route.instances.map(({ id }) => id);

describe('the plan of a roll', () => {
  it('names both sides, every field of the container that differs, and the way', () => {
    const before = definitionOf({ default_env: { LEVEL: 'info', GONE: '1', API_KEY: 'old' } });
    const after = changedDefinition({ default_env: { LEVEL: 'debug', NEW: '1', API_KEY: 'new' } });
    const log = new TestLog().worker('w1').deployment({}, before).ready('demo-1');
    expect(planOf(log, { definition: after })).toMatchObject({
      deployment: 'demo',
      deploymentRevision: 2,
      backend: 'echo-custom',
      currentRevision: 9,
      from: { revision: 7, version: '1.0', image: 'echo:1.0' },
      to: { revision: 9, version: '1.0', image: 'echo:1.0-b', versionReason: 'newest version of echo-custom for cpu' },
      outcome: 'surge',
      text: 'The new replica is ready before the old one takes no more requests.',
      changes: [
        { path: ['image'], before: 'echo:1.0', after: 'echo:1.0-b' },
        { path: ['argv'], before: ['serve', '--port', '40000'], after: ['serve', '--port', '40000', '--fast'] },
        { path: ['env', 'LEVEL'], before: 'info', after: 'debug' },
        { path: ['env', 'GONE'], before: '1' },
        { path: ['env', 'API_KEY'], before: '********', after: '********' },
        { path: ['env', 'NEW'], after: '1' },
      ],
      steps: [{ instance: 'demo-1', from: 'w1', to: 'w1' }],
      downtime: null,
      readyWithinSeconds: 2400,
      learnedSeconds: null,
      problem: null,
    });
  });

  it('states the downtime where a replica has to stop first', () => {
    const plan = planOf(onGpus(1), changedOnGpus);
    expect(plan).toMatchObject({
      outcome: 'in-place',
      changes: [{ path: ['argv'] }],
      downtime: { replicas: ['demo-1'], worstSeconds: 640, noneReady: true },
    });
    expect(plan.text).toMatch(
      /^There is no room for a new replica beside the old: .*held by demo-1.* 1 replica is replaced in place, the old one stopped first\. It is away for 640 s at worst\. Meanwhile no replica is ready\.$/,
    );
    const two = planOf(onGpus(2, 2), changedOnGpus);
    expect(two.downtime).toMatchObject({ replicas: ['demo-2', 'demo-1'], noneReady: false });
    expect(two.text).toContain('2 replicas are replaced in place, the old one stopped first. Each is away');
  });

  it('says what is in the way, and still what would change', () => {
    const plan = planOf(serving(), { definition: cudaDefinition() });
    expect(plan).toMatchObject({
      outcome: 'refused',
      steps: [],
      problem: { code: 'roll-blocked', detail: expect.stringContaining('no worker with framework cuda') as string },
    });
    expect(plan.changes.map(({ path }) => path)).toEqual([['framework'], ['image']]);
  });

  it('says that there is nothing to roll, or nothing to replace', () => {
    expect(planOf(serving(), { definition: definitionOf(), revision: 7 })).toMatchObject({
      outcome: 'nothing',
      changes: [],
      problem: { code: 'nothing-to-roll' },
    });
    expect(planOf(serving(), { definition: definitionOf() })).toMatchObject({
      outcome: 'none',
      text: 'Nothing of the container changes. No instance is replaced.',
      changes: [],
    });
  });
});

describe('a deployment that is rolled', () => {
  it('is never without a route, and loses the old one before its container stops', () => {
    const log = rolling(serving());
    expect(targets(log)).toEqual(['demo-1']);
    log.ready('demo-2');
    expect(targets(log)).toEqual(['demo-2']);
    expect(log.state.instance('demo-1')?.state).toBe('ready');
    const { view } = viewOf(log);
    expect(view.instances.map(({ id, revision, retiring }) => [id, revision, retiring])).toEqual([
      ['demo-1', 7, true],
      ['demo-2', 9, false],
    ]);
    expect(view.instances[0]?.reason).toBe('rolled to revision 9; takes no new requests and is stopped soon');
  });

  it('tells how far it is, and that it is done', () => {
    const log = rolling(serving({ replicas: 2 }));
    expect(viewOf(log).view).toMatchObject({
      status: 'ready',
      readyReplicas: 2,
      reason: '2 of 2 replicas ready; being rolled to revision 9, 0 of 2 replaced',
      backendRevision: 7,
      roll: {
        state: 'rolling',
        mode: 'surge',
        from: { revision: 7, version: '1.0' },
        to: { revision: 9, version: '1.0' },
        ready: 0,
        total: 2,
        startedBy: 'user:ada',
        why: null,
        endedAt: null,
        reason: expect.stringContaining('waiting for demo-3 to be ready: ') as string,
      },
    });
    drained(drained(log.ready('demo-3'), 'demo-2').ready('demo-4'), 'demo-1');
    expect(viewOf(log).view).toMatchObject({
      reason: '2 of 2 replicas ready',
      backendRevision: 9,
      roll: { state: 'rolled', ready: 2, reason: 'rolled from revision 7 to 9', cause: null },
    });
  });

  it('tells clients why there is nobody to ask while its only replica is replaced in place', () => {
    const log = rolling(onGpus(1), changedOnGpus);
    expect(viewOf(log).route).toMatchObject({
      state: 'loading',
      reason: 'its instances are being made; being rolled to revision 9, 0 of 1 replaced',
      instances: [],
    });
  });

  it('says why it was undone, and what is still on its way back', () => {
    const log = rolling(serving()).fact('demo-2', 'InstanceFailed', failure);
    expect(viewOf(log).view).toMatchObject({
      status: 'ready',
      reason: '1 of 1 replicas ready; the roll to revision 9 was undone: demo-2: exited with code 3',
      roll: { state: 'reverted', cause: 'failed', failure: { instance: 'demo-2', lastLogLines: ['boom'] } },
    });
    const two = drained(rolling(serving({ replicas: 2 })).ready('demo-3'), 'demo-2');
    two.fact('demo-4', 'InstanceFailed', failure);
    expect(viewOf(two).view.roll).toMatchObject({ state: 'returning', ready: 1, total: 2 });
  });
});
