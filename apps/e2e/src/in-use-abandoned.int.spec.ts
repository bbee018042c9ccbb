import { catalog, scheduling, type BackendDefinition, type RequestContract } from '@enginehouse/contracts';
import { testNats, testPostgres, waitUntil } from '@enginehouse/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  catalogInProcess,
  intercept,
  schedulerInProcess,
  type CatalogInProcess,
  type SchedulerInProcess,
} from './support/services-in-process.js';

const backend = 'engine-custom';
const version = (name: string) => ({ name, images: [{ framework: 'cpu', image_name: `engine:${name}` }] });
const definition: BackendDefinition = {
  backend_name: backend,
  default_run_command: 'serve --port {{port}}',
  versions: [version('1.0'), version('2.0')],
};

let close: () => Promise<void>;
let one: CatalogInProcess;
let scheduler: SchedulerInProcess;
beforeEach(async () => {
  const [catalogs, schedulers, nats] = await Promise.all([testPostgres(), testPostgres(), testNats()]);
  one = await catalogInProcess({ databaseUrl: catalogs.url, natsUrl: nats.url });
  scheduler = await schedulerInProcess({ databaseUrl: schedulers.url, natsUrl: nats.url }, { holdSeconds: 1 });
  close = async () => {
    await Promise.all([scheduler.stop(), one.stop()]);
    await Promise.all([catalogs.close(), schedulers.close(), nats.close()]);
  };
  await waitUntil(() => scheduler.leads());
  await one.ask(catalog.registerBackend, { definition });
});
afterEach(() => close());

const remove = () => one.ask(catalog.removeVersion, { name: backend, version: '2.0' });
const create = () => one.ask(scheduling.createDeployment, { name: 'demo', backend, version: '2.0' });
const inCatalog = async () => (await one.log.readStream(`backend:${backend}`)).map(({ type }) => type);
const uses = async () => (await scheduler.log.readStream(`use:${backend}`)).map(({ type }) => type);
const released = (times = 1) =>
  waitUntil(async () => (await uses()).filter((type) => type === 'UseReleased').length === times);

it('gives up the hold of a catalog that died before it removed anything', async () => {
  const hold = { hold: 'nobody/nothing', backend, versions: ['2.0'] };
  expect(await one.ask(scheduling.holdUse, hold)).toEqual({ ok: true, value: {} });
  expect(await create()).toMatchObject({ error: { code: 'backend-being-removed', retryAfterSeconds: 1 } });
  await released();
  expect(await inCatalog()).toEqual(['BackendRegistered', 'RemovalAbandoned']);
  expect(await create()).toMatchObject({ ok: true });
});

it('finds the removal of a catalog that died before it ended its hold, and keeps older readings out', async () => {
  // The release never leaves: as if the catalog had died behind its append.
  intercept(one.requests, (go, [contract]) =>
    (contract as RequestContract).subject === scheduling.releaseUse.subject
      ? Promise.resolve({ ok: true, value: {} })
      : go(),
  );
  const removed = await remove();
  expect(await uses()).toEqual(['UseHeld']);
  await released();
  expect(await inCatalog()).toEqual(['BackendRegistered', 'VersionRemoved']);
  const [, release] = await scheduler.log.readStream(`use:${backend}`);
  expect(release?.data).toMatchObject({ revision: removed.ok && removed.value.revision });
  expect(await create()).toMatchObject({ error: { code: 'version-not-found' } });
});

it('refuses a removal that stalled for so long that a deployment came into use meanwhile', async () => {
  const meanwhile: unknown[] = [];
  intercept(one.storage, async (go, [, events]) => {
    const isRemoval = JSON.stringify(events ?? '').includes('VersionRemoved');
    if (isRemoval && meanwhile.length === 0) {
      await released();
      meanwhile.push(await create());
    }
    return go();
  });
  const removed = await remove();
  expect(meanwhile).toMatchObject([{ ok: true }]);
  expect(removed).toMatchObject({ error: { code: 'version-in-use', extra: { deployments: ['demo'] } } });
  expect(await inCatalog()).toEqual(['BackendRegistered', 'RemovalAbandoned']);
  expect(await uses()).toEqual(['UseHeld', 'UseReleased']);
});

it('refuses a removal while the scheduler is away, and writes nothing', async () => {
  await scheduler.stop();
  expect(await remove()).toMatchObject({
    error: { code: 'unavailable', detail: expect.stringContaining('It cannot be told now whether deployments use') },
  });
  expect(await one.ask(catalog.deleteBackend, { name: backend })).toMatchObject({ error: { code: 'unavailable' } });
  expect(await inCatalog()).toEqual(['BackendRegistered']);
});
