import { describe, expect, it } from 'vitest';
import { useFakeApi } from '../../testing/use-fake-api.js';
import { worker } from '../../testing/views.js';

const api = useFakeApi();

describe('worker', () => {
  it('lists and shows workers with what is claimed', async () => {
    api.on('GET /v1/workers', { json: { items: [worker()] } }).on('GET /v1/workers/gpu-1', { json: worker() });
    expect((await api.run('worker list')).stdout).toMatch(
      /gpu-1 +ready +no +10\.0\.0\.1 +1\/2 +1\/64 GiB +1 +cuda, cpu/,
    );
    expect((await api.run('worker get gpu-1')).stdout).toMatch(/0 +nvidia H200 +cuda +16384\/143360 MiB +tiny-7f3k2/);
  });

  it('cordons, uncordons and removes', async () => {
    const done = { json: { revision: 4, changed: true } };
    api.on('POST /v1/workers/gpu-1/cordon', done).on('POST /v1/workers/gpu-1/uncordon', done);
    api.on('DELETE /v1/workers/gpu-1', done);
    expect((await api.run('worker cordon gpu-1')).stdout).toBe('worker gpu-1 cordoned\n');
    expect((await api.run('worker uncordon gpu-1')).stdout).toBe('worker gpu-1 uncordoned\n');
    expect((await api.run('worker remove gpu-1 --force --yes')).stdout).toBe('worker gpu-1 removed\n');
    expect(api.last().query).toEqual({ force: 'true' });
  });
});
