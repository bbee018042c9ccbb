import { logs as contracts } from '@enginehouse/contracts';
import { beforeAll, describe, expect, it } from 'vitest';
import { readUntil, type RunningApi } from '../testing/running-api.js';
import { SimulatedLog } from '../testing/simulated-log.js';
import { useApi } from '../testing/use-api.js';

const eventStream = { accept: 'text/event-stream' };

describe('where the service of a log is away', () => {
  let api: RunningApi;
  const catalog = new SimulatedLog();
  const marketplace = new SimulatedLog();
  useApi((running) => {
    api = running;
  });
  beforeAll(() => {
    catalog.serve(api.services, contracts.catalog.feed);
    new SimulatedLog().serve(api.services, contracts.scheduling.feed);
    marketplace.add('source:team', 'SourceAdded', {});
  });

  it('what is asked of that log alone is refused, and says which it is', async () => {
    for (const headers of [{}, eventStream]) {
      const response = await api.fetch('GET', '/v1/events?log=marketplace', { headers });
      expect(response.status).toBe(503);
      expect(await response.json()).toMatchObject({
        code: 'unavailable',
        hint: expect.stringContaining('marketplace'),
      });
    }
  });

  it('the stream of all begins with the others, says so, and takes that one up when it is back', async () => {
    const response = await api.fetch('GET', '/v1/events', { headers: eventStream });
    catalog.add('backend:b', 'BackendDeleted', {});
    let seen = '';
    const reading = readUntil(response, (text) => {
      seen = text;
      return text.includes('id: catalog-1,scheduling-0,marketplace-2\ndata: ');
    });
    await expect.poll(() => seen, { timeout: 10_000 }).toContain('"state":"away"');
    expect(seen).toContain('id: catalog-0,scheduling-0\n\n');
    marketplace.serve(api.services, contracts.marketplace.feed);
    await expect.poll(() => seen, { timeout: 10_000 }).toContain('id: catalog-1,scheduling-0,marketplace-1\n\n');
    marketplace.add('source:team', 'SourceRemoved', {});
    const text = await reading;
    expect(text).toMatch(/event: log\ndata: \{"log":"marketplace","state":"away","detail":"[^"]+"\}\n\n/);
    expect(text).toContain('event: log\ndata: {"log":"marketplace","state":"back"}\n\n');
    expect(text.match(/event: log/g)).toHaveLength(2);
  });

  it('a stream goes on from the id that it had, whether or not all of its logs answer', async () => {
    const response = await api.fetch('GET', '/v1/events', {
      headers: { ...eventStream, 'last-event-id': 'catalog-0,scheduling-0,marketplace-1' },
    });
    const text = await readUntil(response, (so) => (so.match(/\ndata: /g)?.length ?? 0) >= 2);
    expect(text).toContain('marketplace-2\ndata: {"log":"marketplace"');
    expect(text).toContain('id: catalog-1');
  });
});
