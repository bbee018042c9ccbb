import { problemOf } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { entry, source } from '../../testing/market-views.js';
import { useFakeApi } from '../../testing/use-fake-api.js';
import { deployment, instance, worker } from '../../testing/views.js';

const api = useFakeApi();

describe('status', () => {
  it('counts, and names what needs attention', async () => {
    const stuck = instance({ id: 'big-1', state: 'waiting', reason: 'no worker with 8 GPUs' });
    api.on('GET /v1/workers', { json: { items: [worker(), worker({ name: 'b', state: 'unreachable' })] } });
    api.on('GET /v1/deployments', {
      json: { items: [deployment(), deployment({ name: 'big', status: 'waiting', instances: [stuck] })] },
    });
    api.on('GET /v1/backends', { json: { items: [] } });
    const problem = problemOf('source-unavailable', 'The host is away.');
    const offeredKey = { id: '00000000000000AA', key: null, at: '2026-01-02T12:00:00Z' };
    const sources = [source(), source({ name: 'lab', state: 'alarm', problem }), source({ name: 'new', offeredKey })];
    api.on('GET /v1/marketplace/sources', { json: { items: sources } });
    const { stdout } = await api.run('status');
    expect(stdout).toContain('Workers:      1 of 2 ready\n');
    expect(stdout).toContain('GPUs:         2 of 4 claimed\n');
    expect(stdout).toMatch(/big-1 +waiting +no worker with 8 GPUs\n/);
    expect(stdout).toContain('Marketplace:  3 sources, 1 in alarm, 6 enabled\n');
    expect(stdout).toMatch(/lab +alarm +The host is away\.\n/);
    expect(stdout).toMatch(/new +ok +signed with key 00000000000000AA, which nobody has trusted/);
    expect(JSON.parse((await api.run('status --json')).stdout)).toMatchObject({
      deployments: { total: 2, ready: 1 },
      attention: [
        { id: 'big-1', reason: 'no worker with 8 GPUs' },
        { source: 'lab', state: 'alarm', reason: 'The host is away.' },
        { source: 'new' },
      ],
    });
  });

  it('names a drain that waits for room', async () => {
    const drain = {
      state: 'stuck',
      force: false,
      deadlineSeconds: null,
      startedAt: '2026-01-02T12:00:00.000Z',
      startedBy: 'user:ada',
      why: null,
      endedAt: null,
      total: 1,
      moved: 0,
      left: 1,
    } as const;
    const drained = worker({ reason: '1 of 1 find no place', drain: { ...drain, moving: [], stuck: [] } });
    api.on('GET /v1/workers', { json: { items: [drained] } });
    expect((await api.run('status')).stdout).toMatch(/Drains stuck\nWORKER.*\ngpu-1 +stuck +1 of 1 find no place\n/);
  });

  it('is told as well where the marketplace does not answer', async () => {
    const away = problemOf('unavailable', 'marketplace does not answer');
    api.on('GET /v1/marketplace/sources', { status: 503, json: away });
    const { status, stdout } = await api.run('status');
    expect(status).toBe(0);
    expect(stdout).toContain('Marketplace:  does not answer\n');
  });
});

describe('console', () => {
  const code = { code: 'ehs_once', expiresAt: '2026-01-01T00:01:00Z' };

  it('prints a link that signs in once, alone on standard output, and nothing that lasts', async () => {
    api.on('POST /v1/session/codes', { status: 201, json: code });
    const { stdout, stderr } = await api.run('console');
    expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/sign-in#code=ehs_once\n$/);
    expect(stderr).toContain('works once, for a minute');
    expect(stdout + stderr).not.toContain(api.last().headers.authorization?.split(' ')[1]);
    expect(JSON.parse((await api.run('console --json')).stdout)).toMatchObject({ expiresAt: code.expiresAt });
  });

  it('prints the address alone without asking for a code', async () => {
    const { stdout } = await api.run('console --no-sign-in');
    expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\n$/);
  });
});

describe('completion', () => {
  it.each(['bash', 'zsh', 'fish'])('knows commands and options for %s', async (shell) => {
    const { status, stdout } = await api.run(`completion ${shell}`);
    expect(status).toBe(0);
    expect(stdout).toContain('deployment explain');
    expect(stdout).toContain('gpu-memory');
    expect(stdout).toContain('--names enabled-entries');
  });

  it('asks the server for names, and is silent where it does not answer', async () => {
    api.on('GET /v1/marketplace/entries', { json: { items: [entry(), entry({ name: 'two words' })], total: 2 } });
    expect((await api.run('completion bash --names entries')).stdout).toBe('MinerU\n');
    api.on('GET /v1/marketplace/sources', { status: 503, json: problemOf('unavailable', 'away') });
    expect(await api.run('completion fish --names sources')).toEqual({ status: 0, stdout: '', stderr: '' });
  });
});
