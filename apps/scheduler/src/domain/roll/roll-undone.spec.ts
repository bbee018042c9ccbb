import { describe, expect, it } from 'vitest';
import { definitionOf } from '../../testing/builders.js';
import {
  changedOnGpus,
  demo,
  done,
  draftOf,
  drained,
  onGpus,
  problem,
  revisions,
  rolling,
  serving,
} from '../../testing/rolling.js';
import { TestLog } from '../../testing/test-log.js';
import {
  deleteDeployment,
  deleteInstance,
  scaleDeployment,
  startDeployment,
  stopDeployment,
} from '../deployment.decisions.js';
import { deploymentsUsing } from '../usage.js';
import { workerLeaves } from '../worker.decisions.js';
import { cancelRoll } from './roll.decisions.js';
import { overdueRoll } from './roll-failure.js';
import { rollWaits } from './roll-waits.js';

const failure = { code: 'exit', detail: 'exited with code 3', exitCode: 3, oomKilled: false, lastLogLines: ['boom'] };
const undone = (log: TestLog) => {
  expect(demo(log)).toMatchObject({ pin: { revision: 7 }, roll: { state: 'reverted' } });
  return demo(log).roll;
};
const users = (log: TestLog) => ['1.0', '2.0'].map((version) => deploymentsUsing(log.state, 'echo-custom', version));
const keys = (log: TestLog) => rollWaits(log.state, 'demo', 5000).map(({ key, afterMs }) => `${key} ${afterMs}`);

describe('a roll is undone', () => {
  it('when a new instance fails, while the old one serves throughout', () => {
    const log = rolling(serving()).fact('demo-2', 'InstanceFailed', failure);
    expect(undone(log)).toMatchObject({
      cause: 'failed',
      detail: 'demo-2: exited with code 3',
      failure: { instance: 'demo-2', exitCode: 3, lastLogLines: ['boom'] },
    });
    expect(revisions(log)).toEqual(['demo-1 7 ready', 'demo-2 9 stopping']);
  });

  it('when its container ends for the first time, and not only when the worker has given up', () => {
    const ended = { exitCode: 1, oomKilled: true, detail: 'out of memory', lastLogLines: [], attempt: 1 };
    const log = rolling(serving()).fact('demo-2', 'ContainerExited', { ...ended, restartInSeconds: 10 });
    expect(undone(log)).toMatchObject({ cause: 'failed', failure: { exitCode: 1, oomKilled: true } });
  });

  it.each([
    [
      'its host was restarted',
      'ContainerExited',
      { restartInSeconds: 0, exitCode: 137, oomKilled: false, lastLogLines: [] },
    ],
    ['a registry is away', 'StartFailed', { code: 'registry-unavailable', restartInSeconds: 10, counted: false }],
  ] as const)('but not when %s', (_, type, data) => {
    const log = rolling(serving()).fact('demo-2', type, { detail: 'x', attempt: 1, ...data } as never);
    expect(demo(log).roll?.state).toBe('rolling');
  });

  it('when a new instance is not ready in time, with what it waited for last', () => {
    const log = rolling(serving()).fact('demo-2', 'ContainerStarted', { containerId: 'c', attempt: 1 });
    log.fact('demo-2', 'ProbeAnswered', { path: '/v1/models', answer: '503' });
    const awaited = { deployment: 'demo', roll: 1, instance: 'demo-2', generation: 1 };
    expect(overdueRoll(log.state, { ...awaited, generation: 0 })).toEqual([]);
    log.settle(overdueRoll(log.state, awaited));
    expect(undone(log)).toMatchObject({
      cause: 'overdue',
      detail: expect.stringMatching(
        /^demo-2 was not ready within \d+ s: it was probing, the last answer was 503$/,
      ) as string,
    });
  });

  it('by hand, once; and what was told to make way stays', () => {
    const log = rolling(serving()).ready('demo-2');
    expect(revisions(log)).toEqual(['demo-1 7 ready retiring', 'demo-2 9 ready']);
    const cancel = () => cancelRoll(log.state, { name: 'demo', actor: 'user:ada' });
    log.settle(done(cancel()));
    expect(undone(log)).toMatchObject({ cause: 'cancelled', detail: 'cancelled by user:ada' });
    expect(revisions(log)).toEqual(['demo-1 7 ready', 'demo-2 9 ready retiring']);
    expect(done(cancel())).toEqual([]);
    drained(log, 'demo-2');
    expect(revisions(log)).toEqual(['demo-1 7 ready']);
  });

  it('one replica after the other, so that as many serve as before', () => {
    const log = rolling(serving({ replicas: 3 }));
    drained(log.ready('demo-4'), 'demo-3');
    drained(log.ready('demo-5'), 'demo-2');
    log.fact('demo-6', 'InstanceFailed', failure);
    expect(revisions(log)).toEqual([
      'demo-1 7 ready',
      'demo-4 9 ready',
      'demo-5 9 ready',
      'demo-6 9 stopping',
      'demo-7 7 placed',
    ]);
    drained(log.ready('demo-7'), 'demo-4');
    drained(log.ready('demo-8').fact('demo-6', 'ContainerRemoved', { containerId: null }), 'demo-5');
    expect(revisions(log)).toEqual(['demo-1 7 ready', 'demo-7 7 ready', 'demo-8 7 ready']);
  });

  it('in place by bringing the old one back where the new one was', () => {
    const log = drained(rolling(onGpus(1), changedOnGpus), 'demo-1');
    log.fact('demo-2', 'InstanceFailed', failure);
    expect(revisions(log)).toEqual(['demo-2 9 stopping', 'demo-3 - waiting']);
    log.fact('demo-2', 'ContainerRemoved', { containerId: null });
    expect(revisions(log)).toEqual(['demo-3 7 placed']);
  });

  it('by stopping the deployment, which then starts as before', () => {
    const log = rolling(serving());
    log.settle(done(stopDeployment(log.state, { name: 'demo' })));
    expect(undone(log)).toMatchObject({ cause: 'stopped' });
    log.settle(done(startDeployment(log.state, { name: 'demo' })));
    expect(revisions(log)).toEqual(['demo-1 7 stopping', 'demo-2 9 stopping', 'demo-3 7 placed']);
  });

  it('not where none is under way', () => {
    expect(problem(cancelRoll(serving().state, { name: 'demo', actor: 'user:ada' })).code).toBe('no-roll-under-way');
  });
});

describe('in the middle of a roll', () => {
  it('the number of replicas stays', () => {
    expect(problem(scaleDeployment(rolling(serving()).state, { name: 'demo', replicas: 3 })).code).toBe(
      'roll-under-way',
    );
  });

  it('a deletion ends it all', () => {
    const log = rolling(serving());
    log.settle(done(deleteDeployment(log.state, { name: 'demo' })));
    expect(log.summary()).toEqual(['demo-1: stopping on w1', 'demo-2: stopping on w1']);
  });

  it('a new instance that loses its worker is placed again, of the new definition, and an old one of the old', () => {
    const log = rolling(serving()).worker('w2');
    log.settle(workerLeaves(log.state, 'w1', 'gone'));
    expect(revisions(log)).toEqual(['demo-1 7 placed', 'demo-2 9 placed']);
    log.ready('demo-2');
    expect(revisions(log)).toEqual(['demo-1 7 stopping', 'demo-2 9 ready']);
  });

  it('a new instance that somebody deletes is made again', () => {
    const log = rolling(serving());
    log.settle(done(deleteInstance(log.state, { id: 'demo-2', actor: 'user:ada' })));
    expect(revisions(log)).toEqual(['demo-1 7 ready', 'demo-2 9 stopping', 'demo-3 9 placed']);
  });

  it('the versions of both definitions are in use, and afterwards those of the one that is left', () => {
    const two = definitionOf({ versions: [{ name: '2.0', images: [{ framework: 'cpu', image_name: 'echo:2' }] }] });
    const current = definitionOf({ versions: [...definitionOf().versions, ...two.versions] });
    const log = rolling(serving(), { definition: two, current });
    expect(users(log)).toEqual([['demo'], ['demo']]);
    drained(log.ready('demo-2'), 'demo-1');
    expect(users(log)).toEqual([[], ['demo']]);
  });

  it('everything is the same when the log is read again', () => {
    const log = rolling(serving({ replicas: 2 })).ready('demo-3');
    const again = new TestLog().append(log.events);
    expect(demo(again)).toEqual(demo(log));
    expect(revisions(again)).toEqual(revisions(log));
    expect(again.settle().events).toHaveLength(log.events.length);
  });
});

describe('time', () => {
  it('runs for the new instance until it is ready, then for the old one', () => {
    const log = rolling(serving(), { wish: { readyWithinSeconds: 20 } });
    expect(keys(log)).toEqual(['ready demo-2/1 20000']);
    log.ready('demo-2');
    expect(keys(log)).toEqual(['retire demo-1 5000']);
    drained(log, 'demo-1');
    expect(keys(log)).toEqual([]);
  });

  it('is learned from how long the running instances took, and is longer where an image must be pulled', () => {
    const log = new TestLog().worker('w1').deployment({ startupTimeoutSeconds: 300 });
    log.fact('demo-1', 'ContainerStarted', { containerId: 'c', attempt: 1 });
    for (let second = 1; second < 40; second += 1)
      log.fact('demo-1', 'ProbeAnswered', { path: '/', answer: `${second}` });
    log.ready('demo-1');
    const sameImage = definitionOf({ default_run_command: 'serve --port {{port}} --fast' });
    expect(draftOf(log, { definition: sameImage }).deadline).toEqual({ learnedSeconds: 40, readyWithinSeconds: 200 });
    expect(draftOf(log).deadline).toEqual({ learnedSeconds: 40, readyWithinSeconds: 2000 });
    expect(draftOf(serving(), { definition: sameImage }).deadline).toMatchObject({
      learnedSeconds: null,
      readyWithinSeconds: 600,
    });
  });
});
