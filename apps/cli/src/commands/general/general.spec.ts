import { describe, expect, it } from 'vitest';
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
    const { stdout } = await api.run('status');
    expect(stdout).toContain('Workers:      1 of 2 ready\n');
    expect(stdout).toContain('GPUs:         2 of 4 claimed\n');
    expect(stdout).toMatch(/big-1 +waiting +no worker with 8 GPUs\n/);
    expect(JSON.parse((await api.run('status --json')).stdout)).toMatchObject({
      deployments: { total: 2, ready: 1 },
      attention: [{ id: 'big-1', reason: 'no worker with 8 GPUs' }],
    });
  });
});

describe('completion', () => {
  it.each(['bash', 'zsh', 'fish'])('knows commands and options for %s', async (shell) => {
    const { status, stdout } = await api.run(`completion ${shell}`);
    expect(status).toBe(0);
    expect(stdout).toContain('deployment explain');
    expect(stdout).toContain('gpu-memory');
  });
});
