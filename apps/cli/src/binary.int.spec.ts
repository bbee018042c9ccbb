import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planSummary, type ApplyPlan } from '@enginehouse/contracts';
import { FakeApi } from './testing/fake-api.js';
import { backend, deployment } from './testing/views.js';

const binary = fileURLToPath(new URL('../bin/enginehouse.mjs', import.meta.url));

let api: FakeApi;
let home = '';

beforeEach(async () => {
  api = await FakeApi.start();
  home = mkdtempSync(join(tmpdir(), 'enginehouse-cli-'));
});

afterEach(async () => {
  await api[Symbol.asyncDispose]();
  rmSync(home, { recursive: true, force: true });
});

function start(args: readonly string[], options: { stdin?: string | Uint8Array; env?: Record<string, string> } = {}) {
  const child = spawn(process.execPath, [binary, ...args], {
    cwd: home,
    env: { PATH: process.env['PATH'], HOME: home, ...options.env },
  });
  child.stdin.end(options.stdin ?? '');
  const status = new Promise<number | null>((resolve) => child.on('exit', resolve));
  return { child, done: Promise.all([status, text(child.stdout), text(child.stderr)]) };
}

describe('the program', () => {
  it('finds the launcher’s file in a folder above', async () => {
    mkdirSync(join(home, '.enginehouse'));
    writeFileSync(join(home, '.enginehouse/cli.json'), JSON.stringify({ url: api.url, token: 'from-launcher' }));
    api.on('GET /v1/deployments', { json: { items: [deployment()] } });
    const [status, stdout, stderr] = await start(['deployment', 'list']).done;
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('tiny');
    expect(api.last().headers['authorization']).toBe('Bearer from-launcher');
  });

  it('reads a document from a pipe and prints JSON for the next program', async () => {
    const env = { ENGINEHOUSE_URL: api.url };
    const answer = { name: 'engine-custom', revision: 1, created: true, changed: true };
    const about = { document: 0, source: 'standard input', revision: null, changes: [], impact: [] };
    const items = [{ name: 'engine-custom', action: 'create', ...about } as const];
    const plan: ApplyPlan = { head: 0, applySet: 'default', prune: false, items, summary: planSummary(items) };
    api.on('POST /v1/plan', { json: plan });
    api.on('PUT /v1/backends/engine-custom', { status: 201, json: answer });
    const stdin = JSON.stringify(backend().definition);
    const [status, stdout] = await start(['backend', 'apply', '-f', '-', '--json'], { env, stdin }).done;
    expect([status, JSON.parse(stdout)]).toEqual([0, answer]);
    expect(api.last()).toMatchObject({ body: stdin, headers: { 'content-type': 'application/json' } });
  });

  it('refuses bytes that are not UTF-8, rather than store others in their place', async () => {
    const run = start(['apply', '-f', '-'], { env: { ENGINEHOUSE_URL: api.url }, stdin: Uint8Array.of(0xc0, 0xaf) });
    const [status, , stderr] = await run.done;
    expect([status, stderr]).toEqual([1, expect.stringContaining('malformed-body: standard input is not UTF-8.')]);
    expect(api.seen).toEqual([]);
  });

  it('keeps what login checked, and uses it from then on', async () => {
    api.on('GET /v1/whoami', { json: { name: 'ada', role: 'admin', expiresAt: null } });
    const [status, stdout] = await start(['login', '--url', api.url], { stdin: 'my-token\n' }).done;
    expect([status, stdout]).toEqual([0, `ada (admin); kept in ${join(home, '.config/enginehouse/config.json')}\n`]);
    const [, shown] = await start(['config']).done;
    expect(shown).toContain('my-t… (8 characters)');
    expect(shown).not.toContain('my-token');
  });

  it('ends with 130 when it is interrupted', async () => {
    api.on('GET /v1/instances/i/logs', { pieces: ['{"stream":"stdout","line":"first"}\n'], open: true });
    const { child, done } = start(['instance', 'logs', 'i', '-f'], { env: { ENGINEHOUSE_URL: api.url } });
    child.stdout.once('data', () => child.kill('SIGINT'));
    const [status, stdout, stderr] = await done;
    expect([status, stdout, stderr]).toEqual([130, 'first\n', '']);
  });

  it('ends with 130 at once when it is interrupted while it waits for a server that is away', async () => {
    const created = { status: 201, json: { revision: 2, changed: true } };
    api.on('POST /v1/deployments', created).on('GET /v1/deployments/d', { status: 502, text: '' });
    api.on('GET /v1/deployments/d/events', { status: 502, text: '' });
    const { child, done } = start(['deploy', 'd', '-b', 'vLLM', '--wait'], { env: { ENGINEHOUSE_URL: api.url } });
    let interrupted = 0;
    child.stderr.on('data', (text: Buffer) => {
      if (interrupted > 0 || !text.toString().includes('connecting again')) return;
      interrupted = performance.now();
      child.kill('SIGINT');
    });
    expect((await done)[0]).toBe(130);
    expect(performance.now() - interrupted).toBeLessThan(1000);
  });

  it('is content when its reader has seen enough', async () => {
    const line = `${JSON.stringify({ stream: 'stdout', line: 'x'.repeat(1000) })}\n`;
    api.on('GET /v1/instances/i/logs', { pieces: Array.from({ length: 500 }, () => line), open: true });
    const { child, done } = start(['instance', 'logs', 'i', '-f'], { env: { ENGINEHOUSE_URL: api.url } });
    child.stdout.once('data', () => child.stdout.destroy());
    // The reading side of `done` fails, as it must.
    done.catch(() => undefined);
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('asks nobody where there is no terminal, and changes nothing', async () => {
    api.on('GET /v1/backends/x', { json: backend() });
    const [status, , stderr] = await start(['backend', 'delete', 'x'], { env: { ENGINEHOUSE_URL: api.url } }).done;
    expect([status, stderr]).toEqual([2, expect.stringContaining('Say --yes')]);
    expect(api.seen.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('gives bash a completion that bash understands', async () => {
    const [, script] = await start(['completion', 'bash']).done;
    const probe = `${script}\nCOMP_WORDS=(enginehouse deployment sc); COMP_CWORD=2; _enginehouse; echo "\${COMPREPLY[@]}"`;
    const bash = spawn('bash', ['-c', probe]);
    expect(await text(bash.stdout)).toBe('scale\n');
  });
});
