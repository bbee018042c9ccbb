import { catalog, ok, scheduling, type BackendPage, type BackendSummary } from '@enginehouse/contracts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApi, surroundings, type RunningApi, type Surroundings } from '../testing/running-api.js';

const card = (name: string): BackendSummary => ({
  name,
  source: 'custom',
  revision: 7,
  createdAt: '2026-01-02T12:00:00.000Z',
  updatedAt: '2026-01-02T12:00:00.000Z',
  updatedBy: 'user:ann',
  frameworks: ['cpu'],
  versions: ['v1'],
  hasIcon: false,
});

describe('a list of backends', () => {
  let around: Surroundings;
  let api: RunningApi;
  let stop: (() => void)[] = [];
  let state = 'one';
  let items = [card('a-custom')];
  let asked: (string | undefined)[] = [];

  beforeAll(async () => {
    around = await surroundings();
    api = await startApi(around);
    const serving = api.services.serve(catalog.listBackends, async ({ known }) => {
      asked.push(known);
      return ok(known === state ? { items: [], state, unchanged: true } : { items, state });
    });
    stop.push(() => serving.stop());
  });
  afterEach(() => {
    asked = [];
  });
  afterAll(async () => {
    stop.forEach((each) => each());
    await api.stop();
    await around.close();
  });

  const list = async (query = '') => (await (await api.fetch('GET', `/v1/backends${query}`)).json()) as BackendPage;

  const usage = async () => (await list('?usage')).items.map(({ deployments }) => deployments);

  it('is read once for as long as the catalog says that it still holds', async () => {
    const first = await list('?limit=10');
    expect(first).toEqual({ items: [card('a-custom')] });
    expect(await list('?limit=10')).toEqual(first);
    expect(asked).toEqual([undefined, 'one']);
  });

  it('is read again as soon as it does not', async () => {
    await list('?limit=20');
    [state, items] = ['two', [card('a-custom'), card('b-custom')]];
    expect((await list('?limit=20')).items.map(({ name }) => name)).toEqual(['a-custom', 'b-custom']);
    expect(asked).toEqual([undefined, 'one']);
  });

  it('is not taken for the list of another question', async () => {
    await list('?limit=30');
    await list('?limit=30&source=custom');
    expect(asked).toEqual([undefined, undefined]);
  });

  it('tells how many deployments use each backend, or that nobody knows', async () => {
    expect(await usage()).toEqual([null, null]);
    const serving = api.services.serve(scheduling.backendUsage, async () =>
      ok({ items: [{ backend: 'b-custom', deployments: 2 }] }),
    );
    stop.push(() => serving.stop());
    expect(await usage()).toEqual([0, 2]);
  });
});
