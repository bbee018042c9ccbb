import { logs as contracts, logName, ok, perLog } from '@enginehouse/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SimulatedLog } from '../testing/simulated-log.js';
import { readUntil, startApi, surroundings, type RunningApi, type Surroundings } from '../testing/running-api.js';

const eventStream = { accept: 'text/event-stream' };

const idsIn = (text: string) => [...text.matchAll(/^id: (.*)\ndata/gm)].map((match) => match[1] ?? '');
const report = (log: string, whole: boolean) => ({ log, ok: whole, position: 3, commits: 3, detail: '' });

describe('the events of the API', () => {
  let around: Surroundings;
  let api: RunningApi;
  const logs = perLog(() => new SimulatedLog());

  beforeAll(async () => {
    around = await surroundings();
    api = await startApi(around);
    logName.options.forEach((log) => logs[log].serve(api.services, contracts[log].feed));
    for (let index = 1; index <= 1200; index += 1) {
      logs.catalog.add('backend:b', 'VersionAdded', { version: { name: `v${index}` } });
    }
    logs.scheduling.add('deployment:d', 'DeploymentCreated', { spec: { env: { HF_TOKEN: 'sealed:v1:secret' } } });
  });
  afterAll(async () => {
    await api.stop();
    await around.close();
  });

  it('come page by page', async () => {
    const page = (await (await api.fetch('GET', '/v1/events?log=catalog&after=1190&limit=5')).json()) as {
      events: { position: number }[];
      head: number;
    };
    expect(page.events.map((event) => event.position)).toEqual([1191, 1192, 1193, 1194, 1195]);
    expect(page.head).toBe(1200);
  });

  it('need the name of the log for pages', async () => {
    expect((await api.fetch('GET', '/v1/events')).status).toBe(422);
  });

  it('never show a sealed secret', async () => {
    const text = await (await api.fetch('GET', '/v1/events?log=scheduling')).text();
    expect(text).toContain('"HF_TOKEN":"********"');
  });

  it('stream all of a log from the beginning, without gap or repetition, and then what is new', async () => {
    const response = await api.fetch('GET', '/v1/events?log=catalog&after=0', { headers: eventStream });
    const reading = readUntil(response, (text) => text.includes('id: catalog-1202\n'));
    setTimeout(() => {
      logs.catalog.add('backend:b', 'VersionRemoved', { version: 'v1' });
      logs.catalog.add('backend:b', 'VersionRemoved', { version: 'v2' });
    }, 300);
    expect(idsIn(await reading)).toEqual(Array.from({ length: 1202 }, (_, index) => `catalog-${index + 1}`));
  });

  it('stream on from the last id, all logs together', async () => {
    const first = await api.fetch('GET', '/v1/events', {
      headers: { ...eventStream, 'last-event-id': 'catalog-1200,scheduling-0' },
    });
    const text = await readUntil(first, (so) => idsIn(so).length === 3);
    const last = idsIn(text).at(-1) ?? '';
    expect(last).toBe('catalog-1202,scheduling-1,marketplace-0');
    logs.catalog.add('backend:b', 'VersionRemoved', { version: 'v3' });
    const second = await api.fetch('GET', '/v1/events', { headers: { ...eventStream, 'last-event-id': last } });
    expect(idsIn(await readUntil(second, (so) => idsIn(so).length === 1))).toEqual([
      'catalog-1203,scheduling-1,marketplace-0',
    ]);
  });

  it('stream from the present where nothing else is said', async () => {
    const response = await api.fetch('GET', '/v1/events?log=scheduling', { headers: eventStream });
    const position = logs.scheduling.add('deployment:d', 'DeploymentStopped', {});
    expect(idsIn(await readUntil(response, (text) => text.includes('data:')))).toEqual([`scheduling-${position}`]);
  });

  it('tell at once where they begin, so that nothing is lost when the connection breaks before the first', async () => {
    const response = await api.fetch('GET', '/v1/events', { headers: eventStream });
    const { catalog, scheduling, marketplace } = logs;
    expect(await readUntil(response, (text) => text.includes('id: '))).toContain(
      `id: catalog-${catalog.head},scheduling-${scheduling.head},marketplace-${marketplace.head}\n\n`,
    );
  });

  it.each(['nonsense', 'catalog-1,elsewhere-2', 'catalog-99999'])('refuse to stream on from %s', async (id) => {
    const response = await api.fetch('GET', '/v1/events?log=catalog', {
      headers: { ...eventStream, 'last-event-id': id },
    });
    expect(response.status).toBe(422);
  });

  it('cost one waiting request for any number of followers', async () => {
    const responses = await Promise.all(
      Array.from({ length: 10 }, () => api.fetch('GET', '/v1/events?log=catalog', { headers: eventStream })),
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    const before = logs.catalog.reads;
    logs.catalog.add('backend:b', 'VersionRemoved', { version: 'v4' });
    await Promise.all(responses.map((response) => readUntil(response, (text) => text.includes('data:'))));
    expect(logs.catalog.reads - before).toBeLessThanOrEqual(2);
  });

  it('end when the service stops', async () => {
    const other = await startApi(around);
    const response = await other.fetch('GET', '/v1/events', { headers: eventStream, token: api.adminToken });
    const reading = readUntil(response, () => false);
    await other.stop();
    await expect(reading).resolves.toContain('retry: 2000');
  });

  it('are verified in all logs', async () => {
    const found = perLog((log) => report(log, log !== 'scheduling'));
    const serving = logName.options.map((log) =>
      api.services.serve(contracts[log].verify, () => Promise.resolve(ok(found[log]))),
    );
    const answer = await (await api.fetch('POST', '/v1/log/verify')).json();
    expect(answer).toEqual({ ok: false, logs: Object.values(found), unchecked: [] });
    serving.forEach((each) => each.stop());
  });

  it('are verified in the logs that there are, and it is said which could not be', async () => {
    const serving = (['catalog', 'scheduling'] as const).map((log) =>
      api.services.serve(contracts[log].verify, () => Promise.resolve(ok(report(log, true)))),
    );
    const answer = await (await api.fetch('POST', '/v1/log/verify')).json();
    expect(answer).toMatchObject({
      ok: false,
      logs: [
        { log: 'catalog', ok: true },
        { log: 'scheduling', ok: true },
      ],
      unchecked: [{ log: 'marketplace', detail: expect.stringContaining('marketplace') }],
    });
    serving.forEach((each) => each.stop());
    expect((await api.fetch('POST', '/v1/log/verify')).status).toBe(503);
  });
});
