import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, temporaryDirectory, testDocker, testNats, waitUntil, type TestNats } from '@enginehouse/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { labelKeys } from './domain/container-labels.js';
import { SocketRelay } from './testing/socket-relay.js';
import { TestWorker, type TestPlace } from './testing/test-worker.js';

let nats: TestNats;
let place: TestPlace;
let worker: TestWorker;

beforeAll(async () => {
  nats = await testNats();
});
afterAll(() => nats.close());

beforeEach(async () => {
  const docker = await testDocker();
  const image = await docker.engineImage();
  place = { natsUrl: nats.url, dockerHost: docker.host, image, directory: temporaryDirectory('runtime') };
  worker = await TestWorker.open(place);
});
afterEach(() => worker.close());

const told = (type: string, instance = 'chat-1') =>
  waitUntil(() => worker.scheduler.typesOf(instance).includes(type), {
    timeout: 20_000,
    what: `${type} of ${instance}`,
  });

describe('a runtime that is started again', () => {
  it('takes its container over as it is, with its port', async () => {
    const first = await worker.start();
    worker.scheduler.assign(worker.serving());
    await told('InstanceReady');
    const before = await worker.containers();
    const { url } = worker.scheduler.readyAt('chat-1');
    await worker.stop(first);
    expect(await worker.containers()).toMatchObject([{ status: 'running' }]);

    await worker.start();
    await told('ContainerAdopted');
    await waitUntil(() => worker.scheduler.typesOf('chat-1').at(-1) === 'InstanceReady', { timeout: 20_000 });
    expect((await worker.containers()).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(worker.scheduler.last('chat-1', 'InstanceReady')?.data).toMatchObject({ url });
  });

  it('removes its own orphans and leaves the containers of others alone', async () => {
    const first = await worker.start();
    worker.scheduler.assign(worker.serving(), worker.serving({}, { instance: 'chat-2' }));
    await told('InstanceReady', 'chat-2');
    await told('InstanceReady', 'chat-1');
    const foreign = await worker.makeContainer({
      [labelKeys.installation]: 'another',
      [labelKeys.worker]: worker.name,
    });
    const neighbour = await worker.makeContainer({
      [labelKeys.installation]: worker.installation,
      [labelKeys.worker]: 'other',
    });
    await worker.stop(first);
    worker.scheduler.assign(worker.serving());

    await worker.start();
    await told('ContainerRemoved', 'chat-2');
    await told('ContainerAdopted', 'chat-1');
    const names = (await worker.containers()).map(({ labels }) => labels[labelKeys.instance]);
    expect(new Set(names)).toEqual(new Set(['chat-1', 'stranger']));
    expect((await worker.engine.inspect(foreign)).ok).toBe(true);
    expect((await worker.engine.inspect(neighbour)).ok).toBe(true);
    await worker.engine.remove(foreign);
  });

  it('starts again without a control plane, from the assignments it kept', async () => {
    const first = await worker.start();
    worker.scheduler.assign(worker.serving());
    await told('InstanceReady');
    await worker.stop(first);
    for (const { id } of await worker.containers()) {
      await worker.engine.remove(id);
    }
    await worker.start({ NATS_URL: 'nats://127.0.0.1:1' });
    const runs = async () => (await worker.containers()).some(({ status }) => status === 'running');
    expect(await waitUntil(runs, { timeout: 20_000 })).toBe(true);
  });

  it('gives a failed instance no new lives', async () => {
    const first = await worker.start();
    worker.scheduler.assign(worker.serving({ env: { EXIT_CODE: '3' }, restart: { maxRestarts: 0 } }));
    await told('InstanceFailed');
    await worker.stop(first);
    const before = worker.scheduler.typesOf('chat-1');
    await worker.start();
    const seen = () => {
      worker.scheduler.hint();
      return worker.scheduler.observed.some(({ phase }) => phase === 'failed');
    };
    await waitUntil(seen, { timeout: 20_000 });
    expect(worker.scheduler.typesOf('chat-1')).toEqual(before);
  });
});

describe('an outage of NATS', () => {
  it('delays facts and loses none, over a restart of the runtime too', async () => {
    const first = await worker.start();
    worker.scheduler.assign(worker.serving({ env: { EXIT_CODE: '3', EXIT_AFTER: '1' }, restart: { maxRestarts: 1 } }));
    await told('ContainerStarted');
    await nats.stop();
    const record = join(place.directory, 'data', 'instances', 'chat-1.json');
    await waitUntil(() => readFileSync(record, 'utf8').includes('"failed"'), { timeout: 20_000 });
    await worker.stop(first);
    await nats.start();
    await worker.start();
    await told('InstanceFailed');
    const types = worker.scheduler.typesOf('chat-1').filter((type) => type !== 'ProbeAnswered');
    expect(types).toEqual([
      'ContainerCreated',
      'ContainerStarted',
      'ContainerExited',
      'ContainerCreated',
      'ContainerStarted',
      'ContainerExited',
      'InstanceFailed',
    ]);
  });
});

describe('a runtime that is killed', () => {
  it('finds its container again, serving all the while', async () => {
    const first = worker.spawn();
    worker.scheduler.assign(worker.serving());
    await told('InstanceReady');
    const { url } = worker.scheduler.readyAt('chat-1');
    const before = await worker.containers();
    first.kill('SIGKILL');
    await once(first, 'exit');
    expect((await fetch(`${url}/v1/models`)).status).toBe(200);

    const port = await freePort();
    worker.spawn({ HTTP_PORT: String(port) });
    await told('ContainerAdopted');
    const ready = async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200;
    await waitUntil(ready, { timeout: 20_000, what: '/readyz' });
    await waitUntil(() => worker.scheduler.typesOf('chat-1').at(-1) === 'InstanceReady', { timeout: 20_000 });
    expect((await worker.containers()).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(worker.scheduler.typesOf('chat-1').filter((type) => type === 'ContainerStarted')).toHaveLength(1);
  });

  it('at whatever moment, ends with one container that serves', async () => {
    const assignments = ['chat-1', 'chat-2', 'chat-3'].map((instance) => worker.serving({}, { instance }));
    worker.scheduler.assign(...assignments);
    for (const pause of [600, 700, 800, 900, 1000, 1100, 1300, 1600]) {
      const child = worker.spawn({ LOG_LEVEL: 'silent' });
      await new Promise((resolve) => setTimeout(resolve, pause));
      child.kill('SIGKILL');
      await once(child, 'exit');
      // So that the next process has something to make, and can be cut off while making it.
      const [any] = await worker.containers();
      await (any ? worker.engine.remove(any.id) : undefined);
    }
    worker.spawn();
    const serve = async () => {
      const answers = assignments.map(({ instance }) => fetch(`${worker.scheduler.readyAt(instance).url}/v1/models`));
      return (await Promise.all(answers)).every(({ status }) => status === 200);
    };
    await waitUntil(serve, { timeout: 25_000, what: 'all to serve' });
    const names = (await worker.containers()).map(({ labels }) => labels[labelKeys.instance]);
    expect(new Set(names)).toEqual(new Set(['chat-1', 'chat-2', 'chat-3']));
    expect(names).toHaveLength(3);
  }, 90_000);

  it('is told apart from a second one on the same data', async () => {
    worker.spawn();
    worker.scheduler.assign(worker.serving());
    await told('InstanceReady');
    const second = worker.spawn({ LOG_LEVEL: 'silent' });
    expect(await once(second, 'exit')).toEqual([75, null]);
  });

  it('leaves its containers running when it is asked to end', async () => {
    const first = worker.spawn();
    worker.scheduler.assign(worker.serving());
    await told('InstanceReady');
    first.kill('SIGTERM');
    expect(await once(first, 'exit')).toEqual([0, null]);
    expect(await worker.containers()).toMatchObject([{ status: 'running' }]);
  });
});

describe('an outage of the container engine', () => {
  it('costs no attempt, and what happened meanwhile is found out afterwards', async () => {
    const docker = await testDocker();
    const relay = new SocketRelay(join(place.directory, 'docker.sock'), docker.socketPath ?? '');
    await relay.join();
    await worker.start({ DOCKER_HOST: relay.host });
    worker.scheduler.assign(worker.serving());
    await told('InstanceReady');
    await relay.cut();
    worker.scheduler.assign(worker.serving(), worker.serving({}, { instance: 'chat-2' }));
    const [container] = await worker.containers();
    await worker.engine.remove(container?.id ?? '');

    await relay.join();
    await told('InstanceReady', 'chat-2');
    await waitUntil(() => worker.scheduler.typesOf('chat-1').filter((type) => type === 'InstanceReady').length === 2, {
      timeout: 25_000,
    });
    expect(worker.scheduler.last('chat-1', 'ContainerExited')?.data).toMatchObject({ attempt: 1, exitCode: null });
    expect(worker.scheduler.last('chat-2', 'ContainerStarted')?.data).toMatchObject({ attempt: 1 });
    await relay.cut();
  });
});
