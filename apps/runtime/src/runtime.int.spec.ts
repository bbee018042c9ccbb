import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newSecretsKey, sealSecret } from '@enginehouse/service-kit';
import { temporaryDirectory, testDocker, testNats, waitUntil, type TestNats } from '@enginehouse/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { labelKeys } from './domain/container-labels.js';
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

describe('an assigned instance', () => {
  it('comes to serve, with every step told in order', async () => {
    await worker.start();
    worker.scheduler.assign(worker.serving());
    await told('InstanceReady');

    expect(worker.scheduler.typesOf('chat-1').filter((type) => type !== 'ProbeAnswered')).toEqual([
      'ContainerCreated',
      'ContainerStarted',
      'InstanceReady',
    ]);
    const { url } = worker.scheduler.readyAt('chat-1');
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const models = await fetch(`${url}/v1/models`);
    expect(await models.json()).toMatchObject({ data: [{ id: 'tiny' }] });
    expect(worker.scheduler.reports[0]).toMatchObject({ name: worker.name, engine: { name: 'docker' } });
  });

  it('answers on the address of the worker, and nowhere beyond it', async () => {
    await worker.start();
    worker.scheduler.assign(worker.serving());
    await told('InstanceReady');
    const [container] = await worker.containers();
    const details = await worker.engine.inspect(container?.id ?? '');
    expect(details.ok && details.value.published).toEqual([expect.objectContaining({ hostAddress: '127.0.0.1' })]);
    expect(details.ok && details.value.labels).toMatchObject({
      [labelKeys.worker]: worker.name,
      [labelKeys.deployment]: 'chat',
      [labelKeys.generation]: '1',
    });
  });

  it('on the network of the host binds the address of the worker', async () => {
    await worker.start();
    worker.scheduler.assign(worker.serving({ profile: 'host-network' }));
    await told('InstanceReady');
    const { url, port } = worker.scheduler.readyAt('chat-1');
    expect((await fetch(`${url}/v1/models`)).status).toBe(200);
    expect(worker.scheduler.last('chat-1', 'ContainerCreated')?.data).toMatchObject({
      argv: expect.arrayContaining(['127.0.0.1', String(port)]),
    });
  });

  it('tells while it waits, and for what', async () => {
    await worker.start();
    worker.scheduler.assign(worker.serving({ env: { READY_AFTER: '1' } }));
    await told('InstanceReady');
    expect(worker.scheduler.last('chat-1', 'ProbeAnswered')?.data).toMatchObject({ path: '/v1/models', answer: '200' });
    expect(worker.scheduler.progress.map(({ text }) => text)).toContainEqual(
      'waiting for /v1/models, last answer: 503',
    );
  });

  it('is taken away when it is to be stopped', async () => {
    await worker.start();
    worker.scheduler.assign(worker.serving());
    await told('InstanceReady');
    worker.scheduler.assign(worker.serving({}, { desired: 'stopped' }));
    await told('ContainerRemoved');
    expect(await worker.containers()).toEqual([]);
  });

  it('makes room for its next generation, one container at a time', async () => {
    await worker.start();
    worker.scheduler.assign(worker.serving());
    await told('InstanceReady');
    worker.scheduler.assign(worker.serving({ env: { ANSWER: 'second' } }, { generation: 2 }));
    await waitUntil(() => worker.scheduler.last('chat-1', 'InstanceReady')?.generation === 2, { timeout: 20_000 });
    expect(worker.scheduler.typesOf('chat-1').indexOf('ContainerRemoved')).toBeLessThan(
      worker.scheduler.factsOf('chat-1').findIndex((fact) => fact.type === 'ContainerCreated' && fact.generation === 2),
    );
    expect(await worker.containers()).toHaveLength(1);
  });

  it('gets its secrets opened, and nobody else does', async () => {
    await worker.start();
    const env = { ANSWER: sealSecret('canary-4711', worker.secretsKey) };
    worker.scheduler.assign(worker.serving({ env, command: '--port {{port}} --answer "{{ANSWER}}"' }));
    await told('InstanceReady');
    const { url } = worker.scheduler.readyAt('chat-1');
    const chat = await fetch(`${url}/v1/chat/completions`, { method: 'POST', body: '{}' });
    expect(JSON.stringify(await chat.json())).toContain('canary-4711');
    const { lines } = await worker.scheduler.logs('chat-1', 100);
    expect(lines.join('\n')).toContain('[secret]');
    expect(JSON.stringify([worker.scheduler.facts, worker.scheduler.progress, lines])).not.toContain('canary');
  });
});

describe('an instance that cannot start', () => {
  it.each([
    ['its program is missing', { entrypoint: ['/no/such/program'] }, 'program-not-found'],
    ['its command has a placeholder that nothing fills', { command: '--x {{nothing}}' }, 'command-invalid'],
    ['its secret was sealed elsewhere', { env: { T: sealSecret('x', newSecretsKey()) } }, 'secret-unreadable'],
    [
      'its model is not below a model root',
      { model: { name: 'm', hostPath: '/etc', containerPath: '/etc' } },
      'model-path-not-allowed',
    ],
  ])('says so: %s', async (_, plan, code) => {
    await worker.start();
    worker.scheduler.assign(worker.serving({ restart: { maxRestarts: 0 }, ...plan }));
    await told('InstanceFailed');
    expect(worker.scheduler.last('chat-1', 'StartFailed')?.data).toMatchObject({ code, restartInSeconds: null });
    expect(worker.scheduler.last('chat-1', 'InstanceFailed')?.data).toMatchObject({ code });
    expect(await worker.containers()).toEqual([]);
  });

  it('waits for its registry, however few restarts it has', async () => {
    await worker.start();
    worker.scheduler.assign(worker.serving({ restart: { maxRestarts: 0 }, image: 'localhost:1/no/such:1' }));
    await waitUntil(() => worker.scheduler.typesOf('chat-1').filter((type) => type === 'StartFailed').length > 2);
    const last = worker.scheduler.last('chat-1', 'StartFailed')?.data;
    expect(last).toMatchObject({ code: 'registry-unreachable', attempt: 1, counted: false });
    expect(worker.scheduler.typesOf('chat-1')).not.toContain('InstanceFailed');
  });

  it('is not led out of a model root by a link', async () => {
    const root = join(place.directory, 'models');
    mkdirSync(root);
    symlinkSync('/etc', join(root, 'sneaky'));
    await worker.start({ MODEL_ROOTS: root });
    const hostPath = join(root, 'sneaky');
    worker.scheduler.assign(worker.serving({ model: { name: 'm', hostPath, containerPath: '/model' } }));
    await told('InstanceFailed');
    expect(worker.scheduler.last('chat-1', 'StartFailed')?.data).toMatchObject({ code: 'model-path-not-allowed' });
  });

  it('waits for a model that is not there yet', async () => {
    const root = join(place.directory, 'models');
    mkdirSync(root);
    await worker.start({ MODEL_ROOTS: root });
    const hostPath = join(root, 'tiny');
    worker.scheduler.assign(
      worker.serving({ model: { name: 'm', hostPath, containerPath: hostPath }, restart: { maxRestarts: 9 } }),
    );
    await told('StartFailed');
    expect(worker.scheduler.last('chat-1', 'StartFailed')?.data).toMatchObject({
      code: 'model-path-missing',
      attempt: 1,
    });
    expect(await worker.scheduler.weights(hostPath)).toMatchObject({ error: { code: 'invalid-input' } });
    mkdirSync(hostPath);
    writeFileSync(join(hostPath, 'weights'), '1');
    expect(await worker.scheduler.weights(hostPath)).toEqual({ ok: true, value: { weightsBytes: 1, files: 1 } });
    await told('InstanceReady');
  });
});

describe('a container that ends', () => {
  it('is started again with growing waits, then given up with what it said', async () => {
    await worker.start();
    worker.scheduler.assign(
      worker.serving({ env: { EXIT_CODE: '3', LAST_WORDS: 'no CUDA here' }, restart: { maxRestarts: 2 } }),
    );
    await told('InstanceFailed');
    const exits = worker.scheduler.factsOf('chat-1').filter((fact) => fact.type === 'ContainerExited');
    expect(exits.map(({ data }) => data['restartInSeconds'])).toEqual([0.2, 0.4, null]);
    expect(exits.map(({ data }) => data['attempt'])).toEqual([1, 2, 3]);
    expect(worker.scheduler.last('chat-1', 'InstanceFailed')?.data).toMatchObject({
      code: 'exited',
      detail: 'exited with code 3',
      exitCode: 3,
      lastLogLines: expect.arrayContaining(['no CUDA here']),
    });
    expect(await worker.scheduler.logs('chat-1', 10)).toMatchObject({
      source: 'last-exited',
      lines: expect.arrayContaining(['no CUDA here']),
    });
  });

  it('says when it was out of memory, and with what limit', async () => {
    await worker.start();
    worker.scheduler.assign(worker.serving({ memoryMib: 128, env: { ALLOCATE: '512' }, restart: { maxRestarts: 0 } }));
    await told('InstanceFailed');
    expect(worker.scheduler.last('chat-1', 'InstanceFailed')?.data).toMatchObject({
      code: 'out-of-memory',
      oomKilled: true,
      detail: 'killed by the kernel: out of memory (limit 128 MiB)',
    });
  });

  it('is ended at the deadline when it never becomes ready', async () => {
    await worker.start();
    const health = { path: '/v1/models', startupTimeoutSeconds: 2 };
    worker.scheduler.assign(worker.serving({ env: { NEVER_READY: 'true' }, health, restart: { maxRestarts: 0 } }));
    await told('InstanceFailed');
    expect(worker.scheduler.last('chat-1', 'InstanceFailed')?.data).toMatchObject({
      code: 'startup-timeout',
      detail: expect.stringContaining('within 2 s, the last was: 503'),
    });
    expect(await worker.containers()).toEqual([]);
  });

  it('is started again when somebody else removed it', async () => {
    await worker.start();
    worker.scheduler.assign(worker.serving());
    await told('InstanceReady');
    const [container] = await worker.containers();
    await worker.engine.remove(container?.id ?? '');
    await waitUntil(() => worker.scheduler.typesOf('chat-1').filter((type) => type === 'InstanceReady').length === 2, {
      timeout: 20_000,
    });
    expect(worker.scheduler.last('chat-1', 'ContainerExited')?.data).toMatchObject({ exitCode: null });
  });
});

describe('an instance that was given away', () => {
  it('is gone before the usual grace is over, even if its engine takes no notice of being stopped', async () => {
    await worker.start();
    worker.scheduler.assign(worker.serving({ env: { IGNORE_TERM: 'true' } }));
    await told('InstanceReady');
    worker.scheduler.assign();
    await waitUntil(async () => (await worker.containers()).length === 0, { timeout: 8000 });
    await told('ContainerRemoved');
    expect(await worker.containers()).toEqual([]);
  });
});

describe('a set of assignments', () => {
  it('with an older epoch changes nothing', async () => {
    await worker.start();
    worker.scheduler.assign(worker.serving());
    await told('InstanceReady');
    worker.scheduler.assignAt(1);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(await worker.containers()).toMatchObject([{ status: 'running' }]);
    expect(worker.scheduler.typesOf('chat-1')).not.toContain('ContainerRemoved');
  });
});
