import { eventText, type Progress } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { cudaDefinition, gpu } from '../testing/builders.js';
import { TestLog } from '../testing/test-log.js';
import { scaleDeployment, stopDeployment } from '../domain/deployment.decisions.js';
import { deploymentsUsing } from '../domain/usage.js';
import { deploymentView } from './deployment-view.js';
import { instanceView } from './instance-view.js';
import { nothingLive, type LiveViews } from './live-views.js';
import { routeOf } from './route.js';
import { workerView } from './worker-view.js';

const instance = (log: TestLog, id = 'demo-1', live: LiveViews = nothingLive) => {
  const found = log.state.instance(id);
  if (!found) throw new Error(`no ${id}`);
  return instanceView(log.state, live, found);
};
const deployment = (log: TestLog, name = 'demo', live: LiveViews = nothingLive) => {
  const found = log.state.deployment(name);
  if (!found || found.state === 'deleted') throw new Error(`no ${name}`);
  return { view: deploymentView(log.state, live, found), route: routeOf(log.state, found) };
};
const placed = (more: Parameters<TestLog['deployment']>[0] = {}) => new TestLog().worker('w1').deployment(more);
const exited = {
  exitCode: 1,
  oomKilled: false,
  detail: 'exited with code 1',
  lastLogLines: ['loading', 'CUDA error: out of memory', ''],
  attempt: 2,
};

describe('why an instance is not ready', () => {
  it('is in its explanation while it waits', () => {
    expect(instance(new TestLog().deployment()).reason).toBe('no worker has joined yet');
  });

  it('is told at every step on its worker', () => {
    const log = placed();
    const reasons = [instance(log).reason];
    const step = (next: TestLog) => reasons.push(instance(next).reason);
    step(log.fact('demo-1', 'ImagePullStarted', { image: 'echo:1.0' }));
    step(log.fact('demo-1', 'ImagePulled', { image: 'echo:1.0', durationMs: 10 }));
    step(log.fact('demo-1', 'ContainerStarted', { containerId: 'c1', attempt: 1 }));
    step(log.fact('demo-1', 'ProbeAnswered', { path: '/v1/models', answer: '503' }));
    step(log.fact('demo-1', 'InstanceUnhealthy', { answer: '500', failures: 3 }));
    step(log.fact('demo-1', 'ContainerExited', { ...exited, restartInSeconds: 20 }));
    step(log.fact('demo-1', 'ContainerExited', { ...exited, restartInSeconds: null }));
    step(log.ready('demo-1'));
    expect(reasons).toEqual([
      'placed on w1: cpu framework, 16.0 of 16.0 GiB memory free, no other replica of demo there; waiting for w1 to begin',
      'pulling image echo:1.0',
      'creating the container from echo:1.0',
      'waiting for GET /v1/models',
      'waiting for GET /v1/models, last answer 503',
      'GET /v1/models fails, last answer 500',
      'exited with code 1, restart 2 of 5 in 20 s; last line: CUDA error: out of memory',
      'exited with code 1; given up after 1 restart; last line: CUDA error: out of memory',
      '',
    ]);
  });

  it('tells when it is tried next, and that this goes on, where the instance is not at fault', () => {
    const failure = { code: 'registry-unreachable', detail: 'The registry is away.', attempt: 1, restartInSeconds: 40 };
    const log = placed().fact('demo-1', 'StartFailed', { ...failure, counted: false });
    expect(instance(log)).toMatchObject({
      state: 'backing-off',
      restarts: 0,
      reason: expect.stringMatching(/^The registry is away; tried again until it works, next at \d\d:\d\d:\d\d UTC$/),
    });
  });

  it('carries how far a pull is', () => {
    const log = placed().fact('demo-1', 'ImagePullStarted', { image: 'echo:1.0' });
    const progress: Progress = {
      worker: 'w1',
      instance: 'demo-1',
      phase: 'pulling',
      percent: 43.2,
      text: '43 of 100 MB',
    };
    const view = instance(log, 'demo-1', { ...nothingLive, progressOf: () => progress });
    expect([view.reason, view.progressPercent]).toEqual(['pulling image echo:1.0: 43 %', 43.2]);
  });

  it('names a worker that is silent, also when it was ready', () => {
    const log = placed().ready('demo-1');
    log.settle([{ streamId: 'worker:w1', type: 'WorkerUnreachable', data: { lastHeardSecondsAgo: 16 } }]);
    expect(instance(log).reason).toMatch(/^worker w1 is silent since 2025-/);
  });
});

describe('a deployment', () => {
  it('shows exit code and last lines of what failed', () => {
    const log = placed().fact('demo-1', 'InstanceFailed', { code: 'exit', ...exited });
    expect(instance(log)).toMatchObject({ state: 'failed', exitCode: 1, oomKilled: false });
    expect(deployment(log).view).toMatchObject({ status: 'failed', readyReplicas: 0 });
    expect(deployment(log).route).toMatchObject({ state: 'failed', instances: [] });
  });

  it('is waiting, loading, partial and ready as its instances are', () => {
    const log = new TestLog().deployment({ replicas: 2 });
    const seen = () => `${deployment(log).view.status}: ${deployment(log).view.reason}`;
    expect(seen()).toBe('waiting: demo-1: no worker has joined yet');
    log.worker('w1');
    expect(deployment(log).view.status).toBe('loading');
    log.fact('demo-1', 'ImagePullStarted', { image: 'echo:1.0' }).ready('demo-2');
    expect(seen()).toBe('partial: 1 of 2 replicas ready; demo-1: pulling image echo:1.0');
    log.ready('demo-1');
    expect(seen()).toBe('ready: 2 of 2 replicas ready');
  });

  it('is stopped by a stop and by zero replicas', () => {
    const log = placed().ready('demo-1');
    const stopped = stopDeployment(log.state, { name: 'demo' });
    log.settle(stopped.ok ? stopped.value : []);
    expect(deployment(log).view).toMatchObject({
      status: 'stopped',
      stopped: true,
      reason: 'stopped; 1 instance still stopping',
    });
    const zero = placed();
    const scaled = scaleDeployment(zero.state, { name: 'demo', replicas: 0 });
    zero.settle(scaled.ok ? scaled.value : []).fact('demo-1', 'ContainerRemoved', { containerId: null });
    expect(deployment(zero).view).toMatchObject({ status: 'stopped', stopped: false, reason: 'scaled to 0 replicas' });
  });

  it('says when its backend has moved on', () => {
    const view = deployment(placed(), 'demo', { ...nothingLive, backendRevision: () => 9 }).view;
    expect([view.backendRevision, view.currentBackendRevision]).toEqual([7, 9]);
  });
});

describe('the route of a deployment', () => {
  it('has the instances that are ready, under the name of the model', () => {
    const log = placed({ modelName: 'org/model', replicas: 2 }).ready('demo-2');
    expect(deployment(log).route).toMatchObject({
      deployment: 'demo',
      modelName: 'org/model',
      state: 'ready',
      instances: [{ id: 'demo-2', generation: 1, url: 'http://10.0.0.1/demo-2' }],
    });
  });

  it('loses an instance as soon as it is to stop', () => {
    const log = placed().ready('demo-1');
    const stopped = stopDeployment(log.state, { name: 'demo' });
    log.settle(stopped.ok ? stopped.value : []);
    expect(deployment(log).route).toMatchObject({ state: 'stopped', instances: [] });
  });
});

describe('a worker', () => {
  it('shows what is taken of each device and by whom', () => {
    const log = new TestLog()
      .worker('w1', { devices: [gpu(0), gpu(1)] })
      .deployment({ resources: { gpuMemoryMib: 8192, memoryMib: 2048, cpus: 1.5 } }, cudaDefinition());
    const worker = log.state.worker('w1');
    expect(worker && workerView(log.state, nothingLive, worker)).toMatchObject({
      state: 'ready',
      instances: ['demo-1'],
      allocated: {
        memoryMib: 2048,
        cpus: 1.5,
        gpus: [
          { index: 0, claimedMib: 8192, instances: ['demo-1'] },
          { index: 1, claimedMib: 0, instances: [] },
        ],
      },
    });
  });
});

describe('the timeline', () => {
  it('says every event in plain words', () => {
    const log = placed()
      .fact('demo-1', 'ContainerExited', { ...exited, restartInSeconds: 20 })
      .ready('demo-1');
    const lines = log.events.filter(({ streamId }) => streamId === 'instance:demo-1').map(eventText);
    expect(lines).toEqual([
      'made for deployment demo',
      'placed on w1: cpu framework, 16.0 of 16.0 GiB memory free, no other replica of demo there; version 1.0, newest version of echo-custom for cpu',
      'container ended: exited with code 1; next try in 20 s',
      'ready at http://10.0.0.1/demo-1',
    ]);
  });
});

describe('who uses a backend', () => {
  const log = new TestLog().worker('w1').deployment().deployment({ name: 'other', version: '1.0' });

  it('is every deployment on it, whatever the case of its name', () => {
    expect(deploymentsUsing(log.state, 'Echo-Custom')).toEqual(['demo', 'other']);
    expect(deploymentsUsing(log.state, 'vLLM')).toEqual([]);
  });

  it('is by version also who got it through Auto', () => {
    expect(deploymentsUsing(log.state, 'echo-custom', '1.0')).toEqual(['demo', 'other']);
    expect(deploymentsUsing(log.state, 'echo-custom', '2.0')).toEqual([]);
  });
});
