import { ok, type BackendView } from '@enginehouse/contracts';
import { InMemoryEventStore } from '@enginehouse/event-store';
import { beforeEach, describe, expect, it } from 'vitest';
import { CommandRunner } from '../application/command-runner.js';
import { DecisionLog } from '../application/decision-log.js';
import { definitionOf, specOf } from '../testing/builders.js';
import { aHeader } from '../testing/given.js';
import { CreateDeploymentHandler } from './create-deployment.handler.js';
import { UseHoldCommands } from './use-hold-commands.js';

const settings = {
  installation: 'test',
  suspectSeconds: 15,
  graceSeconds: 300,
  holdSeconds: 30,
  drainSeconds: 30,
  grants: [],
};
const backend = 'echo-custom';

const viewAt = (revision: number): BackendView => ({
  name: backend,
  source: 'custom',
  revision,
  definition: definitionOf(),
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  updatedBy: 'user:ada',
});

/** A catalog whose read model is behind: each reading gets the next of these revisions, the last one for ever. */
let readings: number[];
const read = () => Promise.resolve(ok(viewAt((readings.length > 1 ? readings.shift() : readings[0]) ?? 0)));

describe('a deployment on a backend from which something was removed', () => {
  let log: DecisionLog;
  let create: (name: string) => ReturnType<CreateDeploymentHandler['execute']>;
  beforeEach(async () => {
    log = new DecisionLog(new InMemoryEventStore(), () => {});
    await log.open();
    const runner = new CommandRunner(log);
    const holds = new UseHoldCommands(runner);
    await holds.hold({ hold: 'h', backend, versions: ['9'] }, aHeader());
    await holds.release({ hold: 'h', backend, revision: 20 }, aHeader());
    const handler = new CreateDeploymentHandler(runner, { get: read }, settings);
    create = (name) => handler.execute(specOf({ name }), aHeader());
  });

  it('is made from a reading that is new enough, where the first was not', async () => {
    readings = [19, 19, 21];
    await expect(create('demo')).resolves.toMatchObject({ ok: true });
    expect(log.state.deployment('demo')).toMatchObject({ pin: { revision: 21 } });
  });

  it('is refused after a few readings that are all too old', async () => {
    readings = [19];
    await expect(create('demo')).resolves.toMatchObject({
      error: { code: 'backend-being-removed', retryAfterSeconds: 1 },
    });
    expect(log.state.deployment('demo')).toBeUndefined();
  });

  it('is read once where another thing is wrong with it', async () => {
    readings = [21];
    await create('demo');
    readings = [19, 21, 22];
    await expect(create('demo')).resolves.toMatchObject({ error: { code: 'name-taken' } });
    expect(readings).toEqual([21, 22]);
  });
});
