import { describe, expect, it } from 'vitest';
import { problemOf, type RollPlan, type RollView } from '@enginehouse/contracts';
import { useFakeApi } from '../../testing/use-fake-api.js';
import { deployment } from '../../testing/views.js';

const api = useFakeApi();

const plan = (more: Partial<RollPlan> = {}): RollPlan => ({
  deployment: 'tiny',
  deploymentRevision: 12,
  backend: 'vLLM',
  currentRevision: 9,
  from: { revision: 1, version: '0.29.0', image: 'vllm:0.29' },
  to: { revision: 9, version: '0.30.0', image: 'vllm:0.30', versionReason: 'default version of vLLM' },
  outcome: 'surge',
  text: 'The new replica is ready before the old one takes no more requests.',
  changes: [
    { path: ['image'], before: 'vllm:0.29', after: 'vllm:0.30' },
    { path: ['env', 'LEVEL'], after: 'debug' },
  ],
  steps: [{ instance: 'tiny-1', from: 'gpu-1', to: 'gpu-2', reason: '' }],
  downtime: null,
  readyWithinSeconds: 200,
  learnedSeconds: 40,
  problem: null,
  ...more,
});

const rollView = (more: Partial<RollView> = {}): RollView => ({
  state: 'rolling',
  mode: 'surge',
  from: { revision: 1, version: '0.29.0' },
  to: { revision: 9, version: '0.30.0' },
  ready: 0,
  total: 1,
  readyWithinSeconds: 200,
  startedAt: '2026-01-02T12:00:00.000Z',
  startedBy: 'user:ada',
  why: null,
  endedAt: null,
  reason: 'waiting for tiny-2 to be ready: pulling image vllm:0.30',
  cause: null,
  failure: null,
  ...more,
});

const planned = (more: Partial<RollPlan> = {}) => api.on('POST /v1/deployments/tiny/roll/plan', { json: plan(more) });
const starts = () => api.on('POST /v1/deployments/tiny/roll', { json: { revision: 13, changed: true } });
const blocked = problemOf('roll-blocked', 'There is no room for the new replica.', { hint: 'Make room.' });

describe('deployment roll', () => {
  it('shows the plan and changes nothing with --plan', async () => {
    planned();
    const { status, stdout } = await api.run('deployment roll tiny --to 9 --version 0.30.0 --deadline 5m --plan');
    expect(status).toBe(0);
    expect(stdout).toBe(
      [
        'Deployment:    tiny',
        'Backend:       vLLM',
        'From:          revision 1, version 0.29.0',
        'To:            revision 9, version 0.30.0',
        'Outcome:       surge',
        '               The new replica is ready before the old one takes no more requests.',
        'Replicas:      tiny-1 from gpu-1 to gpu-2',
        'Ready within:  200 s (those that run took 40 s), else it is undone',
        '',
        '~ image',
        '    - "vllm:0.29"',
        '    + "vllm:0.30"',
        '+ env.LEVEL: "debug"',
        '',
      ].join('\n'),
    );
    expect(JSON.parse(api.last().body)).toEqual({ to: 9, version: '0.30.0', readyWithinSeconds: 300 });
    expect(api.seen()).toHaveLength(1);
  });

  it('asks, and then does what was shown on what it was planned on', async () => {
    planned();
    starts();
    const { status, stdout, stderr } = await api.run('deployment roll tiny --reason why', { ask: async () => 'y' });
    expect([status, stdout]).toEqual([0, 'deployment tiny is rolled to revision 9\n']);
    expect(stderr).toContain('Outcome:       surge\n');
    expect(JSON.parse(api.last().body)).toEqual({ to: 9, mode: 'surge' });
    expect(api.last().headers).toMatchObject({ 'if-match': '"12"', 'x-change-reason': 'why' });
  });

  it('does nothing where the answer is no, or nobody can be asked', async () => {
    planned();
    expect((await api.run('deployment roll tiny', { ask: async () => 'n' })).status).not.toBe(0);
    expect((await api.run('deployment roll tiny')).status).toBe(2);
    expect(api.seen().every(({ path }) => path.endsWith('/plan'))).toBe(true);
  });

  it('says why it is refused, as a conflict', async () => {
    planned({ outcome: 'refused', text: blocked.detail, problem: blocked });
    const refused = await api.run('deployment roll tiny --yes');
    expect([refused.status, refused.stdout]).toEqual([4, '']);
    expect(refused.stderr).toContain('error: roll-blocked: There is no room for the new replica.');
    expect((await api.run('deployment roll tiny --plan')).status).toBe(4);
    expect(api.seen()).toHaveLength(2);
  });

  it('has nothing to do where it runs that already', async () => {
    const text = 'tiny runs revision 9 of vLLM already.';
    planned({ outcome: 'nothing', text, problem: problemOf('nothing-to-roll', text) });
    const { status, stdout } = await api.run('deployment roll tiny --yes');
    expect([status, stdout]).toEqual([0, `${text}\n`]);
    expect(api.seen()).toHaveLength(1);
  });

  it('waits until it has gone over', async () => {
    let asked = 0;
    planned();
    starts();
    api.on('GET /v1/deployments/tiny/events', { status: 503, json: problemOf('unavailable', 'x') });
    api.on('GET /v1/deployments/tiny', () => {
      asked += 1;
      return {
        json: deployment(
          asked < 2 ? { roll: rollView() } : { backendRevision: 9, roll: rollView({ state: 'rolled' }) },
        ),
      };
    });
    const { status, stdout } = await api.run('deployment roll tiny --yes --wait');
    expect([status, stdout]).toEqual([0, 'tiny runs revision 9: 1 of 1 ready\n']);
  });

  it('fails with the last log lines where it was undone', async () => {
    planned();
    starts();
    const failure = { instance: 'tiny-2', exitCode: 3, oomKilled: false, lastLogLines: ['boom'] };
    const reason = 'the roll to revision 9 was undone: tiny-2: exited with code 3';
    api.on('GET /v1/deployments/tiny/events', { status: 503, json: problemOf('unavailable', 'x') });
    api.on('GET /v1/deployments/tiny', {
      json: deployment({ roll: rollView({ state: 'reverted', cause: 'failed', reason, failure }) }),
    });
    const { status, stdout, stderr } = await api.run('deployment roll tiny --yes --wait');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`tiny was not rolled; ${reason}\nThe last log lines:\nboom\n`);
    expect(stderr).toContain('It runs revision 1 as before.');
  });

  it('undoes the one under way', async () => {
    api.on('POST /v1/deployments/tiny/roll/cancel', { json: { revision: 14, changed: true } });
    const { status, stdout } = await api.run('deployment roll tiny --cancel --reason no');
    expect([status, stdout]).toEqual([0, 'the roll of tiny is undone\n']);
    expect(api.last().headers).toMatchObject({ 'x-change-reason': 'no' });
    expect((await api.run('deployment roll tiny --cancel --to 3')).status).toBe(2);
  });

  it('is shown by get and list, with what it waits for', async () => {
    api.on('GET /v1/deployments/tiny', { json: deployment({ roll: rollView() }) });
    const { stdout } = await api.run('deployment get tiny');
    expect(stdout).toContain(
      'rolling, 0 of 1 replaced: revision 1, version 0.29.0 to revision 9, version 0.30.0, surge\n',
    );
    expect(stdout).toContain('waiting for tiny-2 to be ready: pulling image vllm:0.30\n');
    api.on('GET /v1/deployments', { json: { items: [deployment({ roll: rollView() })] } });
    expect((await api.run('deployment list')).stdout).toContain('vLLM@1 (rolling to @9)');
  });
});
