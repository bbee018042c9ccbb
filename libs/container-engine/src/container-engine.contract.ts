import { describe, expect, it } from 'vitest';
import type { EngineEvent } from './container-event.js';
import type { ContainerState } from './container-state.js';
import {
  collectEvents,
  failureOf,
  linesOf,
  made,
  specFor,
  started,
  valueOf,
  waitUntil,
  type EngineHarness,
} from './test-support/engine-harness.js';

type Harness = () => EngineHarness;

/** What every container engine does; run it inside a `describe` with a harness made in `beforeAll`. */
export function containerEngineContract(harness: Harness): void {
  describe('the engine and its images', () => {
    imageRules(harness);
  });
  describe('the life of a container', () => {
    lifeRules(harness);
  });
  describe('what is known of containers', () => {
    knowledgeRules(harness);
  });
  describe('what cannot be made', () => {
    creationRules(harness);
  });
  describe('what cannot be started', () => {
    startRules(harness);
  });
  describe('how containers end', () => {
    endRules(harness);
  });
  describe('logs', () => {
    logRules(harness);
  });
  describe('events', () => {
    eventRules(harness);
  });
}

function imageRules(harness: Harness): void {
  it('answers and says what it is', async () => {
    const { engine } = harness();
    expect((await engine.ping()).ok).toBe(true);
    const info = valueOf(await engine.info());
    expect(info.version).not.toBe('');
    expect(info.cpus).toBeGreaterThan(0);
    expect(info.memoryMib).toBeGreaterThan(0);
    expect(info.runtimes).toContain('runc');
  });

  it('knows which images are on the host', async () => {
    const { engine, image, missingImage } = harness();
    expect(valueOf(await engine.imagePresent(image))).toBe(true);
    expect(valueOf(await engine.imagePresent(missingImage))).toBe(false);
  });

  it('tells what an image says about itself', async () => {
    const { engine, image, missingImage } = harness();
    const config = valueOf(await engine.imageConfig(image));
    expect(config.id).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(config.entrypoint).toBeInstanceOf(Array);
    expect(failureOf(await engine.imageConfig(missingImage)).code).toBe('image-not-found');
  });
}

function lifeRules(harness: Harness): void {
  it('creates, starts, stops and removes', async () => {
    const { engine } = harness();
    const id = await made(harness(), specFor(harness(), 'serve'));
    expect(await stateOf(harness(), id)).toEqual({ status: 'created', error: null });

    expect((await engine.start(id)).ok).toBe(true);
    expect(await stateOf(harness(), id)).toMatchObject({ status: 'running', health: 'none' });

    await lineSaid(harness(), id, 'ready');
    expect((await engine.stop(id, { graceSeconds: 10 })).ok).toBe(true);
    const ended = await stateOf(harness(), id);
    expect(ended).toMatchObject({ status: 'exited', exit: { exitCode: 0, oomKilled: false } });

    expect((await engine.remove(id)).ok).toBe(true);
    expect(failureOf(await engine.inspect(id)).code).toBe('container-gone');
  });

  it('does nothing when something is asked for twice', async () => {
    const { engine } = harness();
    const id = await started(harness(), specFor(harness(), 'serve'));
    expect((await engine.start(id)).ok).toBe(true);
    await lineSaid(harness(), id, 'ready');
    expect((await engine.stop(id, { graceSeconds: 10 })).ok).toBe(true);
    expect((await engine.stop(id, { graceSeconds: 10 })).ok).toBe(true);
    expect((await engine.remove(id)).ok).toBe(true);
    expect((await engine.remove(id)).ok).toBe(true);
  });

  it('removes a container that runs', async () => {
    const { engine } = harness();
    const id = await started(harness(), specFor(harness(), 'serve'));
    expect((await engine.remove(id)).ok).toBe(true);
    expect(failureOf(await engine.inspect(id)).code).toBe('container-gone');
  });

  it('starts a container again that has ended', async () => {
    const { engine } = harness();
    const id = await started(harness(), specFor(harness(), 'talk'));
    await exitOf(harness(), id);
    expect((await engine.start(id)).ok).toBe(true);
    await exitOf(harness(), id);
    expect((await linesOf(engine, id)).filter(({ line }) => line === 'out 1')).toHaveLength(2);
  });
}

function knowledgeRules(harness: Harness): void {
  it('lists the containers that carry all the labels, in any state', async () => {
    const { engine, labels } = harness();
    const one = specFor(harness(), 'serve', { labels: { ...labels, part: 'one' } });
    const running = await started(harness(), one);
    const created = await made(harness(), specFor(harness(), 'serve', { labels: { ...labels, part: 'two' } }));

    const all = valueOf(await engine.list({ labels }));
    expect(all.map(({ id, status }) => `${id} ${status}`).sort()).toEqual(
      [`${running} running`, `${created} created`].sort(),
    );
    const some = valueOf(await engine.list({ labels: { ...labels, part: 'one' } }));
    expect(some).toEqual([{ id: running, name: one.name, image: one.image, labels: one.labels, status: 'running' }]);
  });

  it('tells how a container was made', async () => {
    const { engine } = harness();
    const publish = { containerPort: 8000, hostPort: await harness().freePort(), hostAddress: '127.0.0.1' };
    const spec = specFor(harness(), 'serve', { publish });
    const details = valueOf(await engine.inspect(await started(harness(), spec)));
    expect(details).toMatchObject({ name: spec.name, image: spec.image, labels: spec.labels, published: [publish] });
    expect(details.argv).toEqual([...(spec.entrypoint ?? []), ...spec.argv]);
    expect(Date.parse(details.createdAt)).toBeGreaterThan(0);
  });

  it('knows nothing of a container that never was', async () => {
    const { engine } = harness();
    const answers = [
      await engine.start('no-such-container'),
      await engine.stop('no-such-container', { graceSeconds: 1 }),
      await engine.inspect('no-such-container'),
      await engine.logs('no-such-container'),
    ];
    expect(answers.map((answer) => failureOf(answer).code)).toEqual(answers.map(() => 'container-gone'));
  });
}

function creationRules(harness: Harness): void {
  it('refuses an image that is not on the host', async () => {
    const spec = specFor(harness(), 'serve', { image: harness().missingImage });
    expect(failureOf(await harness().engine.create(spec))).toMatchObject({ code: 'image-not-found', retry: 'later' });
  });

  it('refuses what is no image reference', async () => {
    const spec = specFor(harness(), 'serve', { image: '--privileged' });
    expect(failureOf(await harness().engine.create(spec))).toMatchObject({ code: 'invalid-image', retry: 'never' });
  });

  it('refuses a name that is taken and says by which container', async () => {
    const spec = specFor(harness(), 'serve');
    const id = await made(harness(), spec);
    const failure = failureOf(await harness().engine.create(spec));
    expect(failure).toMatchObject({ code: 'name-taken', containerId: id });
  });

  it('refuses to mount what is outside the allowed directories', async () => {
    const mounts = [{ hostPath: '/etc', containerPath: '/models', readOnly: true }];
    const refused = await harness().engine.create(specFor(harness(), 'serve', { mounts }));
    expect(failureOf(refused).code).toBe('mount-not-allowed');
  });

  it('refuses a published port on the network of the host', async () => {
    const publish = { containerPort: 8000, hostPort: 45_000, hostAddress: '127.0.0.1' };
    const refused = await harness().engine.create(specFor(harness(), 'serve', { profile: 'host-network', publish }));
    expect(failureOf(refused).code).toBe('invalid-spec');
  });
}

function startRules(harness: Harness): void {
  it('says which program the image lacks, and leaves a container that can be removed', async () => {
    const { engine } = harness();
    const id = await made(harness(), specFor(harness(), 'serve', { entrypoint: ['/no/such/program'], argv: [] }));
    const failure = failureOf(await engine.start(id));
    expect(failure).toMatchObject({ code: 'program-not-found', retry: 'never' });
    expect(failure.detail).toContain('/no/such/program');
    expect((await stateOf(harness(), id)).status).toBe('created');
    expect((await engine.remove(id)).ok).toBe(true);
  });

  it('says that a port is taken by another container', async () => {
    const publish = { containerPort: 8000, hostPort: await harness().freePort(), hostAddress: '127.0.0.1' };
    await started(harness(), specFor(harness(), 'serve', { publish }));
    const second = await made(harness(), specFor(harness(), 'serve', { publish }));
    const failure = failureOf(await harness().engine.start(second));
    expect(failure).toMatchObject({ code: 'port-taken', retry: 'backoff', port: publish.hostPort });
    expect((await harness().engine.remove(second)).ok).toBe(true);
  });

  it('says that a port is taken by another program', async () => {
    const publish = { containerPort: 8000, hostPort: await harness().freePort(), hostAddress: '127.0.0.1' };
    const letGo = await harness().occupyPort(publish.hostPort);
    const id = await made(harness(), specFor(harness(), 'serve', { publish }));
    const failure = failureOf(await harness().engine.start(id));
    letGo();
    expect(failure).toMatchObject({ code: 'port-taken', port: publish.hostPort });
  });

  it('says that it cannot hand out GPUs', async () => {
    if (valueOf(await harness().engine.info()).runtimes.includes('nvidia')) return;
    const id = await made(harness(), specFor(harness(), 'serve', { devices: [{ kind: 'nvidia', index: 0 }] }));
    expect(failureOf(await harness().engine.start(id)).code).toBe('no-gpu-runtime');
  });
}

function endRules(harness: Harness): void {
  it('keeps the exit code and the times', async () => {
    const id = await started(harness(), specFor(harness(), 'talk'));
    const exit = await exitOf(harness(), id);
    expect(exit).toMatchObject({ exitCode: 3, oomKilled: false, error: null });
    expect(Date.parse(exit.finishedAt)).toBeGreaterThanOrEqual(Date.parse(exit.startedAt));
  });

  it('says when a container ran out of memory', async () => {
    const { resources } = specFor(harness(), 'hog');
    const id = await started(harness(), specFor(harness(), 'hog', { resources: { ...resources, memoryMib: 96 } }));
    expect(await exitOf(harness(), id)).toMatchObject({ exitCode: 137, oomKilled: true });
  });

  it('kills a container that ignores the stop signal when the grace is over', async () => {
    const { engine } = harness();
    const id = await started(harness(), specFor(harness(), 'stubborn'));
    await lineSaid(harness(), id, 'ready');
    expect((await engine.stop(id, { graceSeconds: 1 })).ok).toBe(true);
    expect(await exitOf(harness(), id)).toMatchObject({ exitCode: 137, oomKilled: false });
  });
}

function logRules(harness: Harness): void {
  it('tells the streams apart and dates each line', async () => {
    const id = await started(harness(), specFor(harness(), 'talk'));
    await exitOf(harness(), id);
    const lines = await linesOf(harness().engine, id);
    expect(lines.filter(({ stream }) => stream === 'stdout').map(({ line }) => line)).toEqual(['out 1', 'out 2']);
    expect(lines.filter(({ stream }) => stream === 'stderr').map(({ line }) => line)).toEqual(['err 1']);
    expect(lines.every(({ at }) => Date.parse(at ?? '') > 0)).toBe(true);
  });

  it('gives the last lines only, or none', async () => {
    const id = await started(harness(), specFor(harness(), 'talk'));
    await exitOf(harness(), id);
    expect(await linesOf(harness().engine, id, { tail: 1 })).toHaveLength(1);
    expect(await linesOf(harness().engine, id, { tail: 0 })).toEqual([]);
    expect(await linesOf(harness().engine, id, { tail: 1000 })).toHaveLength(3);
  });

  it('gives the lines since a time', async () => {
    const id = await started(harness(), specFor(harness(), 'talk'));
    await exitOf(harness(), id);
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    const yesterday = new Date(Date.now() - 86_400_000).toISOString();
    expect(await linesOf(harness().engine, id, { since: tomorrow })).toEqual([]);
    expect(await linesOf(harness().engine, id, { since: yesterday })).toHaveLength(3);
  });

  it('follows until the container ends', async () => {
    const { engine } = harness();
    const id = await started(harness(), specFor(harness(), 'serve'));
    const following = linesOf(engine, id, { follow: true });
    await lineSaid(harness(), id, 'ready');
    await engine.stop(id, { graceSeconds: 10 });
    expect((await following).map(({ line }) => line)).toContain('ready');
  });

  it('stops following on request, without an error', async () => {
    const { engine } = harness();
    const id = await started(harness(), specFor(harness(), 'serve'));
    await lineSaid(harness(), id, 'ready');
    const controller = new AbortController();
    const following = linesOf(engine, id, { follow: true, signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    await expect(following).resolves.toBeInstanceOf(Array);
    expect((await stateOf(harness(), id)).status).toBe('running');
  });
}

function eventRules(harness: Harness): void {
  it('tells what happens to a container, and only to those with the labels', async () => {
    const { engine, labels } = harness();
    const mine = { ...labels, part: 'watched' };
    const watch = collectEvents(engine, { labels: mine });
    await watch.until((events) => events.some(({ type }) => type === 'subscribed'));

    await started(harness(), specFor(harness(), 'talk', { labels: { ...labels, part: 'other' } }));
    const spec = specFor(harness(), 'talk', { labels: mine });
    const id = await started(harness(), spec);
    await exitOf(harness(), id);
    await engine.remove(id);

    const events = await watch.until((seen) => seen.some(({ type }) => type === 'destroy'));
    await watch.stop();
    expect(events.map(({ type }) => type)).toEqual(['subscribed', 'start', 'die', 'destroy']);
    expect(events[2]).toMatchObject({ type: 'die', id, name: spec.name, labels: mine, exitCode: 3 });
  });

  it('tells of a lack of memory', async () => {
    const { engine, labels } = harness();
    const watch = collectEvents(engine, { labels });
    await watch.until((events) => events.length > 0);
    const { resources } = specFor(harness(), 'hog');
    await started(harness(), specFor(harness(), 'hog', { resources: { ...resources, memoryMib: 96 } }));
    const events = await watch.until((seen) => seen.some(({ type }) => type === 'die'));
    await watch.stop();
    expect(events.map(({ type }) => type)).toContain('oom');
  });

  it('tells what happened since a time', async () => {
    const { engine, labels } = harness();
    const since = new Date(Date.now() - 1000).toISOString();
    const id = await started(harness(), specFor(harness(), 'talk'));
    await exitOf(harness(), id);
    const watch = collectEvents(engine, { labels, since });
    const about = (events: readonly EngineEvent[]) => events.filter((event) => 'id' in event && event.id === id);
    const events = await watch.until((seen) => about(seen).length >= 2);
    await watch.stop();
    expect(about(events).map(({ type }) => type)).toEqual(['start', 'die']);
  });
}

async function stateOf({ engine }: EngineHarness, id: string): Promise<ContainerState> {
  return valueOf(await engine.inspect(id)).state;
}

async function exitOf(harness: EngineHarness, id: string) {
  return await waitUntil(async () => {
    const state = await stateOf(harness, id);
    return state.status === 'exited' ? state.exit : undefined;
  }, `container ${id} to end`);
}

async function lineSaid({ engine }: EngineHarness, id: string, wanted: string): Promise<void> {
  const spoken = async () => (await linesOf(engine, id)).some(({ line }) => line === wanted);
  await waitUntil(spoken, `container ${id} to say "${wanted}"`);
}
