import { describe, expect, it } from 'vitest';
import { problemOf } from '@enginehouse/contracts';
import { runHere } from '../../testing/run-here.js';
import { useFakeApi } from '../../testing/use-fake-api.js';
import { deployment, instance } from '../../testing/views.js';

const api = useFakeApi();
const event = (position: number) =>
  `id: scheduling-${position}\ndata: ${JSON.stringify({ position, at: '2026-01-02T12:00:00Z', type: 'X', text: `step ${position}` })}\n\n`;

describe('deploy', () => {
  const created = { json: { revision: 12, changed: true, name: 'tiny' }, status: 201 };

  it('asks for the deployment', async () => {
    api.on('POST /v1/deployments', created);
    const { status, stdout } = await api.run(
      'deploy tiny --backend vLLM --version 0.29.0 --model hf:a/b --gpus 1 --gpu-memory 16GiB --param --max-model-len=8 -e A=b=c',
    );
    expect([status, stdout]).toEqual([0, 'deployment tiny created (revision 12)\n']);
    expect(JSON.parse(api.last().body)).toEqual({
      name: 'tiny',
      backend: 'vLLM',
      version: '0.29.0',
      model: { source: 'huggingface', repo: 'a/b' },
      parameters: ['--max-model-len=8'],
      env: { A: 'b=c' },
      resources: { gpus: 1, gpuMemoryMib: 16_384 },
    });
  });

  it('warns of a variable that shells cannot read, and sends it all the same', async () => {
    api.on('POST /v1/deployments', created);
    const { status, stderr } = await runHere(['deploy', 'tiny', '-b', 'vLLM', '-e', 'A B=c', '-e', 'OK_1=d'], {
      env: { ENGINEHOUSE_URL: api.url() },
    });
    expect([status, stderr]).toEqual([
      0,
      'warning: "A B" is passed on as it is, but no shell can read a variable of that name\n',
    ]);
    expect(JSON.parse(api.last().body)).toMatchObject({ env: { 'A B': 'c', OK_1: 'd' } });
  });

  it('waits and shows every step until it is ready', async () => {
    let asked = 0;
    api.on('POST /v1/deployments', created);
    api.on('GET /v1/deployments/tiny', () => ({
      json: deployment(++asked < 3 ? { status: 'loading', readyReplicas: 0 } : {}),
    }));
    const step = {
      position: 13,
      at: '2026-01-02T12:00:00Z',
      type: 'ImagePullStarted',
      text: 'pulling the image',
      instance: 'tiny-1',
    };
    api.on('GET /v1/deployments/tiny/events', {
      type: 'text/event-stream',
      pieces: ['retry: 2000\n\n', `id: scheduling-13\ndata: ${JSON.stringify(step)}\n\n`],
      open: true,
    });
    const { status, stdout, stderr } = await api.run('deploy tiny --backend vLLM --wait');
    expect([status, stdout]).toEqual([0, 'tiny is ready: 1 of 1 replicas\n']);
    expect(stderr).toContain('deployment tiny created (revision 12)\n');
    expect(stderr).toContain('tiny-1  pulling the image\n');
    const stream = api.seen().find(({ path }) => path.endsWith('/events'));
    expect(stream?.headers['last-event-id']).toBe('scheduling-11');
  });

  it('goes on when the server restarts meanwhile, and says so once', async () => {
    let asked = 0;
    let connections = 0;
    const away = { status: 503, json: problemOf('unavailable', 'the scheduler does not answer') };
    api.on('POST /v1/deployments', created);
    api.on('GET /v1/deployments/tiny', () => {
      asked += 1;
      if (asked === 2 || asked === 3) return away;
      return { json: deployment(asked < 6 ? { status: 'loading', readyReplicas: 0 } : {}) };
    });
    api.on('GET /v1/deployments/tiny/events', () => {
      connections += 1;
      if (connections === 2) return away;
      return connections === 1
        ? { type: 'text/event-stream', pieces: [event(13)], cut: true }
        : { type: 'text/event-stream', pieces: [event(14)], open: true };
    });
    const { status, stdout, stderr } = await api.run('deploy tiny --backend vLLM --wait');
    expect([status, stdout]).toEqual([0, 'tiny is ready: 1 of 1 replicas\n']);
    expect(stderr.match(/connecting again/g)).toHaveLength(1);
    expect(stderr.match(/step \d+/g)).toEqual(['step 13', 'step 14']);
    const streams = api.seen().filter(({ path }) => path.endsWith('/events'));
    expect(streams.map(({ headers }) => headers['last-event-id'])).toEqual([
      'scheduling-11',
      'scheduling-13',
      'scheduling-13',
    ]);
  });

  it('gives up on a server that stays away after the given time', async () => {
    api.on('POST /v1/deployments', created);
    api.on('GET /v1/deployments/tiny', { status: 503, json: problemOf('unavailable', 'nobody there') });
    api.on('GET /v1/deployments/tiny/events', { status: 503, json: problemOf('unavailable', 'nobody there') });
    let now = 0;
    const { status, stderr } = await api.run('deploy tiny --backend vLLM --wait --wait-timeout 10s', {
      now: () => (now += 4000),
    });
    expect(status).toBe(6);
    expect(stderr).toContain('error: unavailable: ');
    expect(stderr).toContain('after 10 s');
    expect(stderr).toContain('enginehouse deployment get tiny');
  });

  it('ends at once when it is interrupted while the server is away', async () => {
    const interrupted = new AbortController();
    api.on('POST /v1/deployments', created);
    api.on('GET /v1/deployments/tiny', () => {
      setTimeout(() => interrupted.abort(), 50);
      return { status: 503, json: problemOf('unavailable', 'nobody there') };
    });
    api.on('GET /v1/deployments/tiny/events', { status: 503, json: problemOf('unavailable', 'nobody there') });
    const began = performance.now();
    const { status } = await api.run('deploy tiny --backend vLLM --wait', { signal: interrupted.signal });
    expect(status).toBe(130);
    expect(performance.now() - began).toBeLessThan(1000);
  });

  it('fails with the last log lines when the deployment does', async () => {
    const failed = instance({ state: 'failed', reason: 'exit code 1', lastLogLines: ['boom'] });
    api.on('POST /v1/deployments', created);
    api.on('GET /v1/deployments/tiny', {
      json: deployment({ status: 'failed', reason: 'gave up', instances: [failed] }),
    });
    api.on('GET /v1/deployments/tiny/events', { status: 503, json: problemOf('unavailable', 'x') });
    const { status, stdout, stderr } = await api.run('deploy tiny --backend vLLM --wait');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('tiny is failed: gave up\nThe last log lines:\nboom\n');
  });

  it('gives up waiting after the given time, saying why it still waits', async () => {
    api.on('POST /v1/deployments', created);
    api.on('GET /v1/deployments/tiny', {
      json: deployment({ status: 'waiting', reason: 'no worker with framework cuda' }),
    });
    let now = 0;
    const { status, stderr } = await api.run('deploy tiny --backend vLLM --wait --wait-timeout 5s', {
      now: () => (now += 4000),
    });
    expect(status).toBe(1);
    expect(stderr).toContain('still waiting after 5 s: no worker with framework cuda');
  });
});

describe('deployment', () => {
  it('lists what runs, and that there is a newer revision', async () => {
    api.on('GET /v1/deployments', { json: { items: [deployment()] } });
    expect((await api.run('deployment list')).stdout).toContain(
      'tiny  ready   1/1    vLLM@1 (now @9)  1h   1 of 1 ready\n',
    );
  });

  it('lists who made it and when, where that is wanted', async () => {
    api.on('GET /v1/deployments', { json: { items: [deployment()] } });
    const { stdout } = await api.run('deployment list -o wide');
    expect(stdout).toMatch(/tiny .* 2026-01-02 \d\d:00:00 +user:ada +tiny +1 of 1 ready\n/);
    expect((await api.run('deployment list')).stdout).not.toContain('user:ada');
  });

  it('tells what happened to it, by whom and why', async () => {
    const happening = { position: 7, at: '2026-01-02T12:00:00Z', type: 'DeploymentScaled', actor: 'user:ada' };
    const items = [{ ...happening, text: 'scaled from 1 to 2 replicas', reason: 'more users' }];
    api.on('GET /v1/deployments/tiny/events', { json: { items } });
    const { stdout } = await api.run('deployment history tiny');
    expect(stdout).toMatch(/^7 .*user:ada +- +scaled from 1 to 2 replicas +more users\n/m);
    expect(api.last().headers['accept']).toBe('application/json');
  });

  it('shows one with its instances', async () => {
    api.on('GET /v1/deployments/tiny', { json: deployment() });
    const { stdout } = await api.run('deployment get tiny');
    expect(stdout).toContain('Model:        huggingface: Qwen/Qwen3-0.6B\n');
    expect(stdout).toContain('Placement:    spread, zone=a\n');
    expect(stdout).toMatch(/tiny-7f3k2 +tiny +ready +gpu-1/);
  });

  it('scales, stops, starts and deletes', async () => {
    const done = { json: { revision: 13, changed: true } };
    api.on('PATCH /v1/deployments/tiny', done).on('POST /v1/deployments/tiny/stop', done);
    api.on('POST /v1/deployments/tiny/start', done).on('DELETE /v1/deployments/tiny', done);
    expect((await api.run('deployment scale tiny 3')).stdout).toBe('deployment tiny scaled to 3\n');
    expect(JSON.parse(api.last().body)).toEqual({ replicas: 3 });
    expect((await api.run('deployment stop tiny')).stdout).toBe('deployment tiny stopped\n');
    expect((await api.run('deployment start tiny')).stdout).toBe('deployment tiny started\n');
    expect((await api.run('deployment delete tiny -y')).stdout).toBe('deployment tiny deleted\n');
  });

  it('explains why an instance waits', async () => {
    const explanation = {
      outcome: 'waiting',
      text: 'No worker has the framework cuda.',
      strategy: 'spread',
      considered: 1,
      rejected: [{ code: 'framework-missing', count: 1, workers: [{ worker: 'cpu-1', detail: 'has cpu' }] }],
      candidates: [{ worker: 'gpu-1', score: 0.5, terms: { free: 0.5 }, chosen: true }],
    };
    const waiting = { id: 'tiny-1', state: 'waiting', reason: 'no worker', explanation };
    api.on('GET /v1/deployments/tiny/explain', {
      json: { name: 'tiny', status: 'waiting', reason: 'no worker', instances: [waiting] },
    });
    expect((await api.run('deployment explain tiny')).stdout).toBe(
      [
        'tiny: waiting, no worker',
        '',
        'tiny-1: waiting, no worker',
        '  No worker has the framework cuda.',
        '  1 worker considered, strategy spread',
        '  1 passed over: framework-missing',
        '    cpu-1: has cpu',
        '  CANDIDATE       SCORE  MADE OF',
        '  gpu-1 (chosen)  0.500  free 0.500',
        '',
      ].join('\n'),
    );
  });
});
