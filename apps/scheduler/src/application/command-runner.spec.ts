import { uuidv7 } from '@enginehouse/service-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FlakyStore } from '../testing/flaky-store.js';
import { aHeader, created } from '../testing/given.js';
import { DeploymentCommands } from '../use-cases/deployment-commands.js';
import { CommandRunner } from './command-runner.js';
import { DecisionLog } from './decision-log.js';

describe('a command', () => {
  let store: FlakyStore;
  let log: DecisionLog;
  let commands: DeploymentCommands;
  beforeEach(async () => {
    store = new FlakyStore();
    log = new DecisionLog(store, () => {});
    await log.open();
    await created(log);
    commands = new DeploymentCommands(new CommandRunner(log));
  });
  afterEach(() => log.close());

  const scaledTo = async () =>
    (await store.readStream('deployment:demo')).flatMap(({ data }) => (data as { to?: number }).to ?? []);

  it('answers with the revision that it made', async () => {
    const done = await commands.scale({ name: 'demo', replicas: 2 }, aHeader());
    expect(done).toEqual({ ok: true, value: { revision: log.state.deployment('demo')?.revision, changed: true } });
  });

  it('answers with the current revision where there is nothing to change', async () => {
    const done = await commands.scale({ name: 'demo', replicas: 1 }, aHeader());
    expect(done).toEqual({ ok: true, value: { revision: 1, changed: false } });
  });

  it('is done once by its key, whatever has happened since', async () => {
    const key = uuidv7();
    const first = await commands.scale({ name: 'demo', replicas: 2 }, aHeader(key));
    await commands.scale({ name: 'demo', replicas: 5 }, aHeader());
    expect(await commands.scale({ name: 'demo', replicas: 2 }, aHeader(key))).toEqual(first);
    expect(await scaledTo()).toEqual([2, 5]);
  });

  it('is done once when three try it at the same time', async () => {
    const key = uuidv7();
    const tries = [1, 2, 3].map(() => commands.scale({ name: 'demo', replicas: 2 }, aHeader(key)));
    expect(new Set((await Promise.all(tries)).map((each) => JSON.stringify(each))).size).toBe(1);
    expect(await scaledTo()).toEqual([2]);
  });

  it('is done once when the answer to the first try was lost', async () => {
    const key = uuidv7();
    store.troubles.push('lost-answer');
    expect(await commands.scale({ name: 'demo', replicas: 2 }, aHeader(key))).toMatchObject({ ok: false });
    expect(await commands.scale({ name: 'demo', replicas: 2 }, aHeader(key))).toMatchObject({ ok: true });
    expect(await scaledTo()).toEqual([2]);
  });

  it('is refused under the key of another one', async () => {
    const key = uuidv7();
    await commands.scale({ name: 'demo', replicas: 2 }, aHeader(key));
    const reused = { ok: false, error: { code: 'idempotency-key-reused' } };
    expect(await commands.scale({ name: 'demo', replicas: 3 }, aHeader(key))).toMatchObject(reused);
    expect(await commands.stop({ name: 'demo' }, aHeader(key))).toMatchObject(reused);
  });
});
