import type { DrainPlan, DrainView } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { useFakeApi } from '../../../testing/use-fake-api.js';
import { worker } from '../../../testing/views.js';

const api = useFakeApi();

const plan = (more: Partial<DrainPlan> = {}): DrainPlan => ({
  worker: 'gpu-1',
  workerRevision: 12,
  cordoned: false,
  text: 'tiny-1 moves, replaced before it stops; big-1 stays: no place elsewhere.',
  steps: [
    { instance: 'tiny-1', deployment: 'tiny', state: 'ready', outcome: 'moves', to: 'gpu-2', reason: 'on gpu-2' },
    { instance: 'big-1', deployment: 'big', state: 'ready', outcome: 'stays', to: null, reason: 'no GPU free' },
  ],
  interrupted: [],
  onlyHere: [],
  ...more,
});

const drainView = (more: Partial<DrainView> = {}): DrainView => ({
  state: 'draining',
  force: false,
  deadlineSeconds: null,
  startedAt: '2026-01-02T12:00:00.000Z',
  startedBy: 'user:ada',
  why: null,
  endedAt: null,
  total: 2,
  moved: 1,
  left: 1,
  moving: [{ instance: 'tiny-1', reason: 'tiny-2 takes its place once it is ready' }],
  stuck: [],
  ...more,
});

const planned = (more: Partial<DrainPlan> = {}) => api.on('POST /v1/workers/gpu-1/drain/plan', { json: plan(more) });
const starts = () => api.on('POST /v1/workers/gpu-1/drain', { json: { revision: 13, changed: true } });
const goes = (...views: readonly (DrainView | null)[]) => {
  let asked = 0;
  api.on('GET /v1/workers/gpu-1', () => {
    const drain = views[Math.min(asked, views.length - 1)] ?? null;
    asked += 1;
    return { json: worker({ drain }) };
  });
};

describe('worker drain', () => {
  it('shows where everything would go and changes nothing with --plan', async () => {
    planned();
    const { status, stdout } = await api.run('worker drain gpu-1 --plan --deadline 5m');
    expect(status).toBe(0);
    expect(stdout).toContain('Outcome:  tiny-1 moves, replaced before it stops; big-1 stays');
    expect(stdout).toMatch(/tiny-1 +tiny +ready +moves +gpu-2 +on gpu-2/);
    expect(stdout).toMatch(/big-1 +big +ready +stays +- +no GPU free/);
    expect(JSON.parse(api.last().body)).toEqual({ force: false, deadlineSeconds: 300 });
    expect(api.seen()).toHaveLength(1);
  });

  it('asks, names who is not served meanwhile, and starts on what it was planned on', async () => {
    planned({ interrupted: ['big'] });
    starts();
    let asked = '';
    const ask = async (question: string) => {
      asked = question;
      return 'y';
    };
    const { status, stdout } = await api.run('worker drain gpu-1 --force --reason why', { ask });
    expect([status, stdout]).toEqual([0, 'worker gpu-1 is being drained\n']);
    expect(asked).toContain('Drain worker gpu-1? Nobody serves big for a time.');
    expect(JSON.parse(api.last().body)).toEqual({ force: true });
    expect(api.last().headers).toMatchObject({ 'if-match': '"12"', 'x-change-reason': 'why' });
  });

  it('does nothing where the answer is no, or nobody can be asked', async () => {
    planned();
    expect((await api.run('worker drain gpu-1', { ask: async () => 'n' })).status).not.toBe(0);
    expect((await api.run('worker drain gpu-1')).status).toBe(2);
    expect(api.seen().every(({ path }) => path.endsWith('/plan'))).toBe(true);
  });

  it('waits until nothing is left and shows how it goes', async () => {
    planned();
    starts();
    goes(drainView(), drainView({ state: 'drained', moved: 2, left: 0, moving: [] }));
    const { status, stdout, stderr } = await api.run('worker drain gpu-1 --yes --wait');
    expect([status, stdout]).toEqual([0, 'worker gpu-1 is drained: nothing runs there\n']);
    expect(stderr).toContain('1 of 2 moved\n  tiny-1: tiny-2 takes its place once it is ready\n');
  });

  it('fails and names what stays, where there is no deadline', async () => {
    planned();
    starts();
    const stuck = [{ instance: 'big-1', reason: 'no GPU free' }];
    goes(drainView({ state: 'stuck', moving: [], stuck }));
    const { status, stderr } = await api.run('worker drain gpu-1 --yes --wait');
    expect(status).toBe(1);
    expect(stderr).toContain('what is left on gpu-1 finds no place elsewhere:\nbig-1: no GPU free');
    expect(stderr).toContain('enginehouse worker drain gpu-1 --force');
  });

  it('fails where somebody opens the worker again', async () => {
    planned();
    starts();
    goes(drainView(), null);
    const { status, stderr } = await api.run('worker drain gpu-1 --yes --wait');
    expect(status).toBe(1);
    expect(stderr).toContain('gpu-1 was opened again, which ends its drain');
  });

  it('is seen in the list and in what is shown of the worker', async () => {
    const drain = drainView();
    const json = worker({ cordoned: true, reason: 'being drained: 1 of 2 moved', drain });
    api.on('GET /v1/workers', { json: { items: [json] } }).on('GET /v1/workers/gpu-1', { json });
    expect((await api.run('worker list')).stdout).toMatch(/gpu-1 +ready +draining/);
    expect((await api.run('worker get gpu-1')).stdout).toMatch(
      /Drain: +draining, 1 of 2 moved\n +tiny-1: tiny-2 takes its place/,
    );
  });
});
