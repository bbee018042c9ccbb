import type { BackendView, RollPlan } from '@enginehouse/contracts';
import { waitUntil } from '@enginehouse/testing';
import { describe, expect, it } from 'vitest';
import { api, refused } from './support/api.js';
import { registerTestBackend, testBackendYaml } from './support/backends.js';
import { cli } from './support/cli.js';
import { crash } from './support/crash.js';
import { deploy, deployment, instanceIn, remove } from './support/deployments.js';
import { keepAsking } from './support/keep-asking.js';

/** Changes what the backend's engine does, and answers its new revision. */
async function change(backend: string, flags: string): Promise<number> {
  const yaml = testBackendYaml(backend, flags);
  expect((await api('PUT', `/v1/backends/${backend}`, { yaml })).status).toBe(200);
  return (await api<BackendView>('GET', `/v1/backends/${backend}`)).body.revision;
}

const words = 'one two three four five';
const engine = (answer: string, more = '') => `--answer "${answer} ${words}" --word-delay 150 ${more}`.trim();

describe('rolling a deployment', () => {
  it('to a changed backend fails no request, also when the scheduler is killed, and shows the plan and the way there', async () => {
    const backend = await registerTestBackend(engine('old'));
    const name = await deploy({ backend, replicas: 2 });
    await waitUntil(async () => (await deployment(name)).readyReplicas === 2, { timeout: 60_000 });
    const before = (await deployment(name)).backendRevision;
    const revision = await change(backend, engine('new'));
    const client = keepAsking(name);
    await client.sees(`old ${words}`);

    const planned = await cli(['deployment', 'roll', name, '--plan']);
    expect([planned.code, planned.err]).toEqual([0, '']);
    expect(planned.out).toContain(`To:            revision ${revision}, version v1\n`);
    expect(planned.out).toMatch(/Outcome: +surge\n/);
    expect(planned.out).toContain('~ argv\n');
    const listed = await cli(['deployment', 'get', name]);
    expect(listed.out).toContain(`${backend}@${before} (now @${revision})`);

    const rolling = cli(['deployment', 'roll', name, '--yes', '--wait', '--reason', 'the new words']);
    await waitUntil(async () => (await deployment(name)).instances.some(({ retiring }) => retiring), {
      what: 'an instance to retire',
      timeout: 60_000,
    });
    // The next one goes on with what it finds in the log.
    crash('scheduler');
    const rolled = await rolling;
    expect([rolled.code, rolled.out], rolled.err).toEqual([0, `${name} runs revision ${revision}: 2 of 2 ready\n`]);
    expect(rolled.err).toContain(
      `roll from revision ${before}, version v1 to revision ${revision}, version v1 started`,
    );
    await client.sees(`new ${words}`);
    await client.end();
    expect(client.failures).toEqual([]);
    expect(new Set(client.answers)).toEqual(new Set([`old ${words}`, `new ${words}`]));

    const view = await deployment(name);
    expect(view).toMatchObject({
      status: 'ready',
      backendRevision: revision,
      roll: { state: 'rolled', mode: 'surge', why: 'the new words', startedBy: 'user:bootstrap' },
    });
    expect(view.instances.filter(({ state }) => state === 'ready').map((each) => each.revision)).toEqual([
      revision,
      revision,
    ]);
    expect((await cli(['deployment', 'history', name])).out).toContain('takes no new requests: rolled to revision');
    const again = await cli(['deployment', 'roll', name, '--yes']);
    expect([again.code, again.out]).toEqual([0, `${name} runs revision ${revision} of ${backend} already.\n`]);
    await remove(name);
  });

  it('to a broken backend undoes itself, while the old one serves throughout', async () => {
    const backend = await registerTestBackend(engine('old'));
    const name = await deploy({ backend });
    await instanceIn(name, 'ready');
    const before = (await deployment(name)).backendRevision;
    await change(backend, engine('new', '--exit-code 3 --last-words "no such weights"'));
    const client = keepAsking(name);
    await client.sees(`old ${words}`);

    const rolled = await cli(['deployment', 'roll', name, '--yes', '--wait']);
    expect([rolled.code, rolled.out]).toEqual([1, '']);
    expect(rolled.err).toMatch(/was not rolled; the roll to revision \d+ was undone: .*exit.* 3/);
    expect(rolled.err).toContain('The last log lines:\n');
    expect(rolled.err).toContain('no such weights\n');
    await waitUntil(async () => (await deployment(name)).instances.length === 1, { timeout: 60_000 });
    expect(await deployment(name)).toMatchObject({
      status: 'ready',
      backendRevision: before,
      roll: { state: 'reverted', cause: 'failed', failure: { exitCode: 3 } },
      instances: [{ revision: before, state: 'ready', restarts: 0 }],
    });
    await client.end();
    expect(client.failures).toEqual([]);
    expect(new Set(client.answers)).toEqual(new Set([`old ${words}`]));

    const status = await cli(['status']);
    expect(status.out).toContain('Rolls undone\n');
    expect(status.out).toMatch(new RegExp(`${name} +reverted +the roll to revision`));
    const history = await cli(['deployment', 'history', name]);
    expect(history.out).toMatch(/roll to revision \d+, version v1 undone, back to revision \d+, version v1/);
    await remove(name);
  });

  it('that does not become ready is undone in time, or by hand', async () => {
    const backend = await registerTestBackend(engine('old'));
    const name = await deploy({ backend });
    await instanceIn(name, 'ready');
    await change(backend, engine('new', '--never-ready true'));
    const plan = (await api<RollPlan>('POST', `/v1/deployments/${name}/roll/plan`, { json: {} })).body;
    expect(plan).toMatchObject({ outcome: 'surge', problem: null, changes: [{ path: ['argv'] }] });

    const started = await cli(['deployment', 'roll', name, '--yes']);
    expect(started.code, started.err).toBe(0);
    const second = await refused('POST', `/v1/deployments/${name}/roll`, { json: {} });
    expect([second.status, second.body.code]).toEqual([409, 'roll-under-way']);
    const scaled = await refused('PATCH', `/v1/deployments/${name}`, { json: { replicas: 2 } });
    expect([scaled.status, scaled.body.code]).toEqual([409, 'roll-under-way']);
    const cancelled = await cli(['deployment', 'roll', name, '--cancel', '--wait']);
    expect(cancelled.code, cancelled.err).toBe(0);
    expect((await deployment(name)).roll).toMatchObject({ cause: 'cancelled' });
    await waitUntil(async () => (await deployment(name)).roll?.state === 'reverted', { timeout: 60_000 });

    const timed = await cli(['deployment', 'roll', name, '--yes', '--wait', '--deadline', '5s']);
    expect([timed.code, timed.out]).toEqual([1, '']);
    expect(timed.err).toContain('was not ready within 5 s');
    expect(await deployment(name)).toMatchObject({ status: 'ready', roll: { cause: 'overdue' } });
    await remove(name);
  });

  it('in place stops the old one first, after the downtime was stated', async () => {
    const backend = await registerTestBackend(engine('old'));
    const name = await deploy({ backend });
    await instanceIn(name, 'ready');
    const revision = await change(backend, engine('new'));
    const rolled = await cli(['deployment', 'roll', name, '--mode', 'in-place', '--yes', '--wait']);
    expect([rolled.code, rolled.out], rolled.err).toEqual([0, `${name} runs revision ${revision}: 1 of 1 ready\n`]);
    expect(rolled.err).toMatch(/Downtime: +\S+: \d+ s at worst, with no replica ready meanwhile\n/);
    const client = keepAsking(name);
    await client.sees(`new ${words}`);
    await client.end();
    expect(client.failures).toEqual([]);
    await remove(name);
  });
});
