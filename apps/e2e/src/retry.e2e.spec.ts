import { expect, it } from 'vitest';
import { registerTestBackend } from './support/backends.js';
import { cli } from './support/cli.js';
import { deploy, firstInstance, instanceIn, remove } from './support/deployments.js';

it('tries a failed instance again on request, from the beginning', async () => {
  const backend = await registerTestBackend('--exit-code 3');
  const name = await deploy({ backend, maxRestarts: 1 });
  const failed = await instanceIn(name, 'failed');
  expect(failed).toMatchObject({ generation: 1, restarts: 1 });

  const retried = await cli(['instance', 'retry', failed.id, '--reason', 'the weights are there now']);
  expect([retried.code, retried.out]).toEqual([0, `instance ${failed.id} is tried again\n`]);
  await expect.poll(async () => (await firstInstance(name)).generation, { timeout: 20_000 }).toBe(2);
  const again = await instanceIn(name, 'failed');
  expect(again).toMatchObject({ id: failed.id, generation: 2, restarts: 1 });

  const history = await cli(['deployment', 'history', name]);
  expect(history.out).toMatch(/to be tried again, after it failed on local +the weights are there now\n/);
  await remove(name);
});

it('does not retry what serves', async () => {
  const backend = await registerTestBackend();
  const name = await deploy({ backend });
  const ready = await instanceIn(name, 'ready');
  const refused = await cli(['instance', 'retry', ready.id]);
  expect([refused.code, refused.out]).toEqual([4, '']);
  expect(refused.err).toContain('error: instance-not-failed: ');
  expect(refused.err).toContain('delete it');
  await remove(name);
});

it('refuses a second deployment under a model name, and says what to do instead', async () => {
  const backend = await registerTestBackend();
  const name = await deploy({ backend, modelName: 'team/shared', replicas: 0 });
  const second = await cli(['deploy', `${name}-2`, '-b', backend, '--model-name', 'team/shared']);
  expect(second.code).toBe(4);
  expect(second.err).toContain(`error: model-name-taken: Deployment ${name} serves a model named team/shared already.`);
  expect(second.err).toContain(`enginehouse deployment scale ${name} 1`);
  await remove(name);
});
