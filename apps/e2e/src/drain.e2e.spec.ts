import type { DrainPlan, WorkerView } from '@enginehouse/contracts';
import { waitUntil } from '@enginehouse/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { api } from './support/api.js';
import { registerTestBackend } from './support/backends.js';
import { cli } from './support/cli.js';
import { crash } from './support/crash.js';
import { deploy, deployment, remove } from './support/deployments.js';
import { keepAsking } from './support/keep-asking.js';
import { secondWorker, type SecondWorker } from './support/second-worker.js';
import { stack } from './support/stack.js';

const words = 'one two three four five';
const worker = async (name: string) => (await api<WorkerView>('GET', `/v1/workers/${name}`)).body;
const placesOf = async (name: string) => (await deployment(name)).instances.map((each) => each.worker);
const ready = (name: string, replicas: number) =>
  waitUntil(async () => (await deployment(name)).readyReplicas === replicas, { timeout: 60_000 });

describe('draining a worker', { timeout: 240_000 }, () => {
  let second: SecondWorker;
  let backend = '';
  const made: string[] = [];
  beforeAll(async () => {
    backend = await registerTestBackend(`--answer "${words}" --word-delay 150`);
    second = await secondWorker();
  }, 120_000);
  afterEach(async () => {
    await Promise.all(made.splice(0).map(remove));
    for (const name of [stack().workerName, second.name]) await api('POST', `/v1/workers/${name}/uncordon`);
  });
  afterAll(() => second.leave(), 120_000);

  const serving = async (replicas: number) => {
    const name = await deploy({ backend, replicas });
    made.push(name);
    await ready(name, replicas);
    return name;
  };

  it('fails no request of a client that keeps asking, also where the scheduler is killed meanwhile', async () => {
    const name = await serving(2);
    expect(new Set(await placesOf(name))).toEqual(new Set([stack().workerName, second.name]));
    const client = keepAsking(name);
    await client.sees(words);

    const planned = await cli(['worker', 'drain', second.name, '--plan']);
    expect([planned.code, planned.err]).toEqual([0, '']);
    expect(planned.out).toMatch(new RegExp(`${name}-\\d +${name} +ready +moves +${stack().workerName} `));
    const started = await cli(['worker', 'drain', second.name, '--yes', '--reason', 'a new driver']);
    expect([started.code, started.out], started.err).toEqual([0, `worker ${second.name} is being drained\n`]);
    crash('scheduler');
    await waitUntil(async () => (await worker(second.name)).drain?.state === 'drained', { timeout: 90_000 });
    await client.end();
    expect(client.failures).toEqual([]);
    expect(new Set(client.answers)).toEqual(new Set([words]));

    expect(await placesOf(name)).toEqual([stack().workerName, stack().workerName]);
    expect(await worker(second.name)).toMatchObject({
      cordoned: true,
      instances: [],
      drain: { state: 'drained', total: 1, moved: 1, left: 0, why: 'a new driver' },
    });
    const shown = await cli(['worker', 'get', second.name]);
    expect(shown.out).toMatch(/Drain: +drained, 1 of 1 moved\n/);
    const opened = await cli(['worker', 'uncordon', second.name]);
    expect(opened.code, opened.err).toBe(0);
    expect((await worker(second.name)).drain).toBeNull();
    const empty = await cli(['worker', 'drain', second.name, '--yes', '--wait']);
    expect([empty.code, empty.out], empty.err).toEqual([0, `worker ${second.name} is drained: nothing runs there\n`]);
  });

  it('names what finds no place and leaves it there, and goes on by itself when there is room', async () => {
    const only = await serving(1);
    const place = (await placesOf(only))[0] ?? '';
    const other = place === second.name ? stack().workerName : second.name;
    await api('POST', `/v1/workers/${other}/cordon`);
    const plan = (await api<DrainPlan>('POST', `/v1/workers/${place}/drain/plan`, { json: { force: true } })).body;
    expect(plan).toMatchObject({ interrupted: [only], steps: [{ deployment: only, outcome: 'stops', to: null }] });

    const stuck = await cli(['worker', 'drain', place, '--yes', '--wait']);
    expect([stuck.code, stuck.out]).toEqual([1, '']);
    expect(stuck.err).toContain(`what is left on ${place} finds no place elsewhere:\n${only}-1: `);
    expect((await deployment(only)).status).toBe('ready');
    const removed = await cli(['worker', 'remove', place, '--yes']);
    expect(removed.code).toBe(4);
    expect(removed.err).toContain(`enginehouse worker drain ${place}`);

    // There is room again: it goes on by itself.
    await api('POST', `/v1/workers/${other}/uncordon`);
    await waitUntil(async () => (await worker(place)).drain?.state === 'drained', { timeout: 60_000 });
    expect(await placesOf(only)).toEqual([other]);
  });
});
