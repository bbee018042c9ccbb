import { spawn } from 'node:child_process';
import { waitUntil } from '@enginehouse/testing';
import { describe, expect, it } from 'vitest';
import { api } from './support/api.js';
import { registerTestBackend, unique } from './support/backends.js';
import { program } from './support/cli.js';
import { crash } from './support/crash.js';
import { deploy, instanceIn, remove } from './support/deployments.js';
import { stack } from './support/stack.js';

/** A command that goes on, and what it has printed so far. */
function watching(args: readonly string[]) {
  const env = { ...process.env, ENGINEHOUSE_URL: stack().apiUrl, ENGINEHOUSE_TOKEN: stack().token, NO_COLOR: '1' };
  const child = spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (printed.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (printed.err += chunk.toString()));
  const done = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, printed, done };
}

const apiIsBack = () =>
  waitUntil(async () => (await api('GET', '/v1/deployments').catch(() => undefined))?.status === 200, {
    what: 'the api to be back',
    timeout: 60_000,
  });

const ticksIn = (text: string): readonly number[] =>
  [...text.matchAll(/^tick (\d+)$/gm)].map(([, tick]) => Number(tick));

describe('while the control plane restarts', () => {
  it('deploy --wait goes on to the end, and shows every step once', async () => {
    const backend = await registerTestBackend('--ready-after 8');
    const name = unique('dep');
    const { printed, done } = watching(['deploy', name, '-b', backend, '--memory', '64MiB', '--wait']);
    await waitUntil(() => printed.err.includes('container started'), { what: 'the container', timeout: 30_000 });
    crash('api');
    crash('scheduler');
    expect([await done, printed.out]).toEqual([0, `${name} is ready: 1 of 1 replicas\n`]);
    expect(printed.err).toContain('The connection was lost; connecting again.');
    const steps = printed.err.split('\n').filter((line) => line.includes(`${name}-1  `));
    expect(new Set(steps).size).toBe(steps.length);
    expect(printed.err).toMatch(/ready at http/);
    await remove(name);
  });

  it.each(['api', 'nats'])('logs -f goes on without loss and without repeating when %s crashes', async (service) => {
    const backend = await registerTestBackend('--tick 25');
    const name = await deploy({ backend });
    const { id } = await instanceIn(name, 'ready');
    const { child, printed, done } = watching(['instance', 'logs', id, '-f', '-n', '10000']);
    await waitUntil(() => ticksIn(printed.out).length > 20, { what: 'the first lines' });
    crash(service);
    await apiIsBack();
    const before = ticksIn(printed.out).at(-1) ?? 0;
    await waitUntil(() => (ticksIn(printed.out).at(-1) ?? 0) > before + 400, {
      what: 'lines to go on',
      timeout: 60_000,
    });
    child.kill('SIGINT');
    expect(await done).toBe(130);
    const ticks = ticksIn(printed.out);
    expect(ticks).toEqual(Array.from(ticks, (_, index) => index + 1));
    await remove(name);
  });
});
