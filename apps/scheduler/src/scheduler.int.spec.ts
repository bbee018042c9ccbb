import { scheduling } from '@enginehouse/contracts';
import { newHeader, uuidv7 } from '@enginehouse/service-kit';
import { waitUntil } from '@enginehouse/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cudaDefinition, definitionOf, gpu } from './testing/builders.js';
import { SchedulersUnderTest } from './testing/schedulers-under-test.contract.js';

describe('the scheduler', () => {
  let all: SchedulersUnderTest;
  beforeEach(async () => {
    all = await SchedulersUnderTest.prepare();
  });
  afterEach(() => all.end());

  it('places a deployment, hands it to its worker, follows the facts and opens the route', async () => {
    await all.leading();
    const worker = await all.join('w1');
    expect(await all.create({ modelName: 'org/echo' })).toMatchObject({ changed: true });
    await waitUntil(() => worker.hints > 0);
    const set = await worker.pull();
    expect(set).toMatchObject({
      worker: 'w1',
      installation: 'test',
      assignments: [{ instance: 'demo-1', generation: 1, desired: 'running', plan: { image: 'echo:1.0' } }],
      log: { logId: expect.any(String), life: 1 },
    });
    await worker.bringUp('demo-1');
    await all.becomes(['demo-1 ready w1']);
    await waitUntil(async () => (await all.route())?.state === 'ready');
    expect(await all.route()).toMatchObject({
      modelName: 'org/echo',
      instances: [{ id: 'demo-1', generation: 1, url: 'http://10.0.0.1/demo-1' }],
    });
    expect(await all.deployment()).toMatchObject({ status: 'ready', readyReplicas: 1, backendRevision: 7 });
    const { items } = await all.ask(scheduling.instanceTimeline, { id: 'demo-1' });
    expect(items.map(({ type, actor }) => `${type} ${actor}`)).toEqual([
      'InstanceCreated service:scheduler',
      'InstancePlaced service:scheduler',
      'ContainerCreated worker:w1',
      'ContainerStarted worker:w1',
      'InstanceReady worker:w1',
    ]);
    expect(items[2]?.causationId).toBe(items[1]?.id);
  });

  it('forgets nothing when it is restarted', async () => {
    const first = await all.leading();
    const worker = await all.join('w1');
    await all.create({ replicas: 2 });
    await worker.bringUp('demo-1');
    await all.becomes(['demo-1 ready w1', 'demo-2 placed w1']);
    const [before, set] = [await all.deployment(), await worker.pull()];
    await all.stop(first);
    // What happens meanwhile waits in the stream.
    await worker.bringUp('demo-2');
    await all.leading();
    await all.becomes(['demo-1 ready w1', 'demo-2 ready w1']);
    expect((await all.deployment()).instances[0]).toEqual(before.instances[0]);
    expect((await worker.pull()).assignments).toEqual(set.assignments);
  });

  it('places who waits within 100 ms of the worker that has room', async () => {
    all.backends.set(cudaDefinition(), 7);
    const scheduler = await all.leading();
    await all.join('w1');
    await all.create();
    const explained = await all.ask(scheduling.explainInstance, { id: 'demo-1' });
    expect(explained).toMatchObject({
      state: 'waiting',
      reason: 'no worker with framework cuda: 1 worker, 1 without cuda (w1: has cpu)',
      explanation: { outcome: 'waiting', rejected: [{ code: 'framework-missing', count: 1 }] },
    });
    const placed = new Promise<number>((resolve) => {
      scheduler.log.onChange((changes) => {
        if (changes.some(({ event }) => event.type === 'InstancePlaced')) resolve(performance.now());
      });
    });
    const asked = performance.now();
    await all.join('w2', { devices: [gpu(0)] });
    expect((await placed) - asked).toBeLessThan(100);
    expect(await all.states()).toEqual(['demo-1 placed w2']);
  });

  it('scales, stops, starts and deletes, each through the worker', async () => {
    await all.leading();
    const worker = await all.join('w1');
    await all.create();
    await worker.bringUp('demo-1');
    await all.ask(scheduling.scaleDeployment, { name: 'demo', replicas: 2 });
    await all.becomes(['demo-1 ready w1', 'demo-2 placed w1']);
    await all.ask(scheduling.scaleDeployment, { name: 'demo', replicas: 1 });
    expect((await worker.pull()).assignments.map(({ instance, desired }) => `${instance} ${desired}`)).toEqual([
      'demo-1 running',
      'demo-2 stopped',
    ]);
    await worker.fact('demo-2', 'ContainerRemoved', { containerId: null });
    await all.becomes(['demo-1 ready w1']);
    await all.ask(scheduling.stopDeployment, { name: 'demo' });
    expect(await all.deployment()).toMatchObject({ status: 'stopped', stopped: true });
    await waitUntil(async () => (await all.route())?.state === 'stopped');
    await worker.fact('demo-1', 'ContainerRemoved', { containerId: 'c-demo-1' });
    await all.becomes([]);
    await all.ask(scheduling.startDeployment, { name: 'demo' });
    await all.becomes(['demo-3 placed w1']);
    await all.ask(scheduling.deleteDeployment, { name: 'demo' });
    await worker.fact('demo-3', 'ContainerRemoved', { containerId: null });
    await all.becomes([]);
    expect((await all.refusal(scheduling.getDeployment, { name: 'demo' })).code).toBe('deployment-not-found');
    await waitUntil(async () => (await all.route()) === null);
  });

  it('answers a repeated command like the first, and refuses its key for another', async () => {
    await all.leading();
    const key = uuidv7();
    const spec = { name: 'demo', backend: 'echo-custom' };
    const first = await all.ask(scheduling.createDeployment, spec, key);
    await all.ask(scheduling.scaleDeployment, { name: 'demo', replicas: 3 });
    expect(await all.ask(scheduling.createDeployment, spec, key)).toEqual(first);
    await expect(all.ask(scheduling.createDeployment, { ...spec, replicas: 9 }, key)).rejects.toThrow(
      'idempotency-key-reused',
    );
  });

  it('lets exactly one of several writers through that were based on the same revision', async () => {
    await all.leading();
    const { revision } = await all.create();
    const answers = await Promise.all(
      [2, 3, 4].map((replicas) =>
        all.client.request(
          scheduling.scaleDeployment,
          { name: 'demo', replicas, expectedRevision: revision },
          newHeader('user:ada'),
        ),
      ),
    );
    const refused = answers.flatMap((each) => (each.ok ? [] : [each.error]));
    expect(refused.map(({ code }) => code)).toEqual(['stale-revision', 'stale-revision']);
    expect(refused[0]?.currentRevision).toBe((await all.deployment()).revision);
  });

  it('refuses what cannot run, with the field', async () => {
    await all.leading();
    expect(await all.refusal(scheduling.createDeployment, { name: 'x', backend: 'nope' })).toMatchObject({
      code: 'backend-not-found',
      errors: [{ path: ['backend'] }],
    });
    expect(
      await all.refusal(scheduling.createDeployment, { name: 'x', backend: 'echo-custom', version: '9' }),
    ).toMatchObject({ code: 'version-not-found', errors: [{ path: ['version'] }] });
  });

  it('keeps running what was pinned when the backend changes or goes', async () => {
    await all.leading();
    const worker = await all.join('w1');
    await all.create();
    all.backends.delete('echo-custom');
    await all.ask(scheduling.scaleDeployment, { name: 'demo', replicas: 2 });
    const { assignments } = await worker.pull();
    expect(assignments.map(({ plan }) => plan.image)).toEqual(['echo:1.0', 'echo:1.0']);
    expect(await all.ask(scheduling.deploymentsUsing, { backend: 'echo-custom', version: '1.0' })).toEqual({
      deployments: ['demo'],
    });
  });

  it('hears a worker only under its own name and about its current placement', async () => {
    const scheduler = await all.leading();
    const [one, two] = [await all.join('w1'), await all.join('w2')];
    await all.create();
    await two.fact('demo-1', 'InstanceReady', { url: 'http://evil', port: 1 });
    await one.fact('demo-1', 'InstanceReady', { url: 'http://old', port: 1 }, { generation: 7 });
    await waitUntil(() => [...scheduler.facts.dropped.values()].reduce((sum, each) => sum + each, 0) === 2);
    expect([...scheduler.facts.dropped.keys()].toSorted()).toEqual(['foreign-worker', 'stale-generation']);
    expect(await all.states()).toEqual(['demo-1 placed w1']);
    const answer = await all.client.request(
      { ...scheduling.feed, subject: 'scheduler.worker.w1.leave' },
      { worker: 'w2', reason: 'x' } as never,
      newHeader('worker:w1'),
    );
    expect(answer).toMatchObject({ ok: false, error: { code: 'forbidden' } });
  });

  it('records a fact once, however often it is told', async () => {
    await all.leading();
    const worker = await all.join('w1');
    await all.create();
    const id = await worker.fact('demo-1', 'ImagePullStarted', { image: 'echo:1.0' });
    await all.becomes(['demo-1 pulling w1']);
    await worker.fact('demo-1', 'ContainerStarted', { containerId: 'c', attempt: 1 });
    // The stream's own window would drop it by its message id: tell it under another subject's path, as after a restore.
    await all.client.publishDurable(
      'runtime.w1.demo-1.ImagePullStarted',
      {
        id,
        worker: 'w1',
        instance: 'demo-1',
        generation: 1,
        at: '',
        type: 'ImagePullStarted',
        data: { image: 'echo:1.0' },
      },
      { messageId: uuidv7() },
    );
    await worker.fact('demo-1', 'InstanceReady', { url: 'http://x', port: 1 });
    await all.becomes(['demo-1 ready w1']);
    const { items } = await all.ask(scheduling.instanceTimeline, { id: 'demo-1' });
    expect(items.filter(({ type }) => type === 'ImagePullStarted')).toHaveLength(1);
  });

  it('makes good a fact that was lost, from what the worker sees', async () => {
    await all.leading();
    const worker = await all.join('w1');
    await all.create();
    const seen = {
      instance: 'demo-1',
      generation: 1,
      phase: 'ready' as const,
      url: 'http://10.0.0.1:40000',
      lastFactId: uuidv7(),
    };
    await worker.pull([seen]);
    expect(await all.states()).toEqual(['demo-1 placed w1']);
    await worker.pull([seen]);
    expect(await all.states()).toEqual(['demo-1 ready w1']);
  });

  it('notices silence, moves instances after the grace and fences the old place', async () => {
    await all.leading({ suspectSeconds: 1, graceSeconds: 2 });
    const [silent, alive] = [await all.join('w1'), await all.join('w2')];
    await all.create();
    await silent.bringUp('demo-1');
    const beats = setInterval(() => alive.beat(), 200);
    await waitUntil(async () => (await all.ask(scheduling.getWorker, { name: 'w1' })).state === 'unreachable', {
      timeout: 5000,
    });
    expect((await all.deployment()).instances[0]?.reason).toContain('worker w1 is silent since');
    await all.becomes(['demo-1 placed w2']);
    clearInterval(beats);
    silent.beat();
    await waitUntil(async () => (await all.ask(scheduling.getWorker, { name: 'w1' })).state === 'ready');
    expect((await silent.pull()).assignments).toEqual([]);
    expect((await alive.pull()).assignments).toMatchObject([{ instance: 'demo-1', generation: 2 }]);
  });

  it('hands on what a leaving worker ran', async () => {
    await all.leading();
    const one = await all.join('w1');
    await all.create();
    await all.join('w2');
    await one.leave();
    expect(await all.states()).toEqual(['demo-1 placed w2']);
    expect((await all.ask(scheduling.listWorkers, {})).items.map(({ name }) => name)).toEqual(['w2']);
  });

  it('rolls to another revision and back, once for a key, and goes on where another process began', async () => {
    const first = await all.leading();
    const worker = await all.join('w1');
    await all.create();
    await worker.bringUp('demo-1');
    all.backends.set(definitionOf({ default_run_command: 'serve --port {{port}} --fast' }), 12);
    const plan = await all.ask(scheduling.planRoll, { name: 'demo', wish: {} });
    expect(plan).toMatchObject({ outcome: 'surge', to: { revision: 12 }, changes: [{ path: ['argv'] }] });
    const roll = { name: 'demo', wish: { to: 12 }, expectedRevision: plan.deploymentRevision };
    const key = uuidv7();
    const done = await all.ask(scheduling.rollDeployment, roll, key);
    expect(await all.ask(scheduling.rollDeployment, roll, key)).toEqual(done);
    expect((await all.refusal(scheduling.rollDeployment, { name: 'demo', wish: {} })).code).toBe('roll-under-way');
    expect((await all.refusal(scheduling.rollDeployment, roll)).code).toBe('stale-revision');
    await all.becomes(['demo-1 ready w1', 'demo-2 placed w1']);
    await all.stop(first);
    // It becomes ready while nobody leads.
    await worker.bringUp('demo-2');
    await all.leading();
    await all.becomes(['demo-1 stopping w1', 'demo-2 ready w1']);
    await waitUntil(async () => (await all.route())?.instances.map(({ id }) => id).join() === 'demo-2');
    await worker.fact('demo-1', 'ContainerRemoved', { containerId: null });
    await waitUntil(async () => (await all.deployment()).roll?.state === 'rolled');
    expect(await all.deployment()).toMatchObject({ backendRevision: 12, status: 'ready' });

    await all.ask(scheduling.rollDeployment, { name: 'demo', wish: { to: 7 } });
    await all.becomes(['demo-2 ready w1', 'demo-3 placed w1']);
    await all.ask(scheduling.cancelRoll, { name: 'demo' });
    await all.becomes(['demo-2 ready w1', 'demo-3 stopping w1']);
    expect((await all.deployment()).roll).toMatchObject({ state: 'reverted', cause: 'cancelled', to: { revision: 7 } });
    expect((await all.refusal(scheduling.planRoll, { name: 'other', wish: {} })).code).toBe('deployment-not-found');
  });

  it('drains a worker: planned, each replaced before it stops, and goes on where another process began', async () => {
    const first = await all.leading();
    const [one, two] = [await all.join('w1'), await all.join('w2', { securityProfiles: ['baseline'] })];
    await all.create();
    await one.bringUp('demo-1');
    await all.becomes(['demo-1 ready w1']);
    const plan = await all.ask(scheduling.planDrain, { name: 'w1', wish: {} });
    expect(plan).toMatchObject({ steps: [{ instance: 'demo-1', outcome: 'moves', to: 'w2' }], interrupted: [] });
    const drain = { name: 'w1', wish: {}, expectedRevision: plan.workerRevision };
    const key = uuidv7();
    const done = await all.ask(scheduling.drainWorker, drain, key);
    expect(done.revision).toBe((await all.ask(scheduling.getWorker, { name: 'w1' })).revision);
    expect(await all.ask(scheduling.drainWorker, drain, key)).toEqual(done);
    expect((await all.refusal(scheduling.drainWorker, { ...drain, wish: { force: true } })).code).toBe(
      'stale-revision',
    );
    await all.becomes(['demo-1 ready w1', 'demo-2 placed w2']);
    await all.stop(first);
    // It becomes ready while nobody leads.
    await two.bringUp('demo-2');
    await all.leading();
    await waitUntil(async () => (await all.route())?.instances.map(({ id }) => id).join() === 'demo-2');
    await all.becomes(['demo-1 stopping w1', 'demo-2 ready w2']);
    expect((await one.pull()).assignments).toMatchObject([{ instance: 'demo-1', desired: 'stopped' }]);
    await one.fact('demo-1', 'ContainerRemoved', { containerId: null });
    await all.becomes(['demo-2 ready w2']);
    expect(await all.ask(scheduling.getWorker, { name: 'w1' })).toMatchObject({
      cordoned: true,
      drain: { state: 'drained', total: 1, moved: 1, left: 0, startedBy: 'user:ada' },
    });
    await all.ask(scheduling.cordonWorker, { name: 'w1', cordoned: false });
    expect((await all.ask(scheduling.getWorker, { name: 'w1' })).drain).toBeNull();
  });

  it('stops what is left on a worker when the deadline of its drain is over', async () => {
    await all.leading();
    const worker = await all.join('w1');
    await all.create();
    await worker.bringUp('demo-1');
    await all.becomes(['demo-1 ready w1']);
    await all.ask(scheduling.drainWorker, { name: 'w1', wish: { deadlineSeconds: 1 } });
    expect((await all.ask(scheduling.getWorker, { name: 'w1' })).drain).toMatchObject({
      state: 'stuck',
      stuck: [{ instance: 'demo-1', reason: expect.stringContaining('cordoned') as string }],
    });
    await all.becomes(['demo-1 stopping w1', 'demo-2 waiting null'], 10_000);
  });

  it('tells how far its backend has moved on', async () => {
    await all.leading();
    await all.create();
    expect((await all.deployment()).currentBackendRevision).toBeNull();
    await all.publishToCatalog(1, 'BackendRegistered', 'backend:echo-custom');
    await all.publishToCatalog(2, 'BackendDescribed', 'backend:echo-custom');
    await waitUntil(async () => (await all.deployment()).currentBackendRevision === 2);
    await all.publishToCatalog(3, 'BackendDeleted', 'backend:echo-custom');
    await waitUntil(async () => (await all.deployment()).currentBackendRevision === null);
  });

  it('answers a waiting reader of the feed as soon as there is something', async () => {
    await all.leading();
    const { head } = await all.ask(scheduling.feed, { after: 0 });
    const page = all.ask(scheduling.feed, { after: head, waitMs: 5000 });
    const asked = performance.now();
    await all.join('w1');
    expect((await page).events.map(({ type }) => type)).toEqual(['WorkerJoined']);
    expect(performance.now() - asked).toBeLessThan(2000);
    expect(await all.ask(scheduling.verifyLog, {})).toMatchObject({ log: 'scheduling', ok: true });
  });

  it('publishes its log on the stream SCHEDULING', async () => {
    await all.leading();
    const seen: string[] = [];
    const tail = all.client.tail({
      stream: 'SCHEDULING',
      after: 0,
      handler: ({ type, position }) => void seen.push(`${position} ${type}`),
    });
    await all.join('w1');
    await all.create();
    await waitUntil(() => seen.length === 4);
    expect(seen).toEqual(['1 WorkerJoined', '2 DeploymentCreated', '3 InstanceCreated', '4 InstancePlaced']);
    tail.stop();
  });

  it('lets a second process stand by and take over', async () => {
    const first = await all.leading();
    const second = await all.start();
    await all.join('w1');
    await all.create();
    expect((await first.readyz()).status).toBe(200);
    expect(await second.readyz()).toMatchObject({
      status: 503,
      body: expect.stringContaining('standing by') as string,
    });
    await all.stop(first);
    await waitUntil(() => second.leader.health().ok, { timeout: 5000 });
    expect(await all.states()).toEqual(['demo-1 placed w1']);
    expect((await second.readyz()).status).toBe(200);
  });
});
