import { describe, expect, it } from 'vitest';
import { useFakeApi } from '../../testing/use-fake-api.js';

const api = useFakeApi();

const entry = (position: number) => ({
  position,
  backend: 'x-custom',
  version: position,
  type: 'VersionRemoved',
  at: '2026-01-02T09:00:00.000Z',
  actor: 'user:ada',
  reason: 'old',
  correlationId: 'c',
  text: 'removed version 1',
});

describe('audit', () => {
  it('shows who changed what, when and why', async () => {
    api.on('GET /v1/audit', { json: { items: [entry(7)] } });
    expect((await api.run('audit')).stdout).toMatch(/7 +2026-01-02 .* user:ada +x-custom +removed version 1 +old\n/);
    expect(api.last().query).toEqual({ limit: '50' });
  });

  it('filters, with times that may be relative and users by their token’s name', async () => {
    api.on('GET /v1/audit', { json: { items: [] } });
    const { status } = await api.run(
      'audit --actor ada --backend x-custom --type BackendDeleted --since 2h --until 2026-01-02T11:30:00Z --limit 3',
    );
    expect(status).toBe(0);
    expect(api.last().query).toEqual({
      actor: 'user:ada',
      backend: 'x-custom',
      type: 'BackendDeleted',
      since: '2026-01-02T10:00:00.000Z',
      until: '2026-01-02T11:30:00.000Z',
      limit: '3',
    });
    await api.run('audit --actor service:catalog');
    expect(api.last().query).toMatchObject({ actor: 'service:catalog' });
  });

  it('goes through pages until it has as many as asked for', async () => {
    api.on('GET /v1/audit', ({ query }) => ({
      json: query['before'] ? { items: [entry(2), entry(1)], nextBefore: 1 } : { items: [entry(3)], nextBefore: 3 },
    }));
    const { stdout } = await api.run('audit --limit 3 --json');
    expect((JSON.parse(stdout) as { items: { position: number }[] }).items.map(({ position }) => position)).toEqual([
      3, 2, 1,
    ]);
    expect(api.seen().map(({ query }) => query)).toEqual([{ limit: '3' }, { before: '3', limit: '2' }]);
  });

  it('refuses what is no type of event and what is no time, before it asks', async () => {
    expect(await api.run('audit --type Painted')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('BackendRegistered') as string,
    });
    expect(await api.run('audit --since yesterday')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('is not a time') as string,
    });
    expect(api.seen()).toEqual([]);
  });
});
