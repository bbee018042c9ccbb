import { describe, expect, it } from 'vitest';
import { useFakeApi } from '../../testing/use-fake-api.js';
import { worker } from '../../testing/views.js';

const api = useFakeApi();

const step = (name: string, outcome: string) => ({
  instance: `${name}-1`,
  deployment: name,
  state: 'ready',
  outcome,
  to: outcome === 'moves' ? 'gpu-2' : null,
  reason: '',
});

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

  it('says before a removal by force what stops, where it starts again, and who is not served', async () => {
    const steps = [step('tiny', 'moves'), step('big', 'stops')];
    const plan = { worker: 'gpu-1', workerRevision: 1, cordoned: false, text: '', steps, interrupted: [] };
    api.on('GET /v1/workers/gpu-1', { json: worker() });
    api.on('POST /v1/workers/gpu-1/drain/plan', { json: { ...plan, onlyHere: ['big'] } });
    let asked = '';
    const ask = (question: string) => {
      asked = question;
      return Promise.resolve('n');
    };
    await api.run('worker remove gpu-1 --force', { ask });
    expect(asked).toContain(
      'Remove worker gpu-1? Stopped at once: tiny-1, big-1. Started elsewhere then: tiny-1. No other worker can take big-1. Nobody serves big meanwhile.',
    );
    expect(api.seen().map(({ method }) => method)).not.toContain('DELETE');
  });
});
