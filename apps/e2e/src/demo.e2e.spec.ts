import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { removeDirectory } from '@enginehouse/launcher';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');

/** Runs the demo as a person would and answers what it printed. */
function demo(dataDir: string): Promise<{ code: number | null; out: string }> {
  const args = ['infra/launcher/demo.mjs', '--once', '--data-dir', dataDir];
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, NO_COLOR: '1' } });
    let out = '';
    const collect = (chunk: Buffer) => (out += chunk.toString());
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', fail);
    child.on('close', (code) => done({ code, out }));
  });
}

describe('npm run demo -- --once', () => {
  let dataDir: string;
  let first = '';
  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'enginehouse-demo-'));
  });
  afterAll(() => removeDirectory(dataDir));

  it('deploys a model on a real llama.cpp, shows every step and prints its answer', { timeout: 240_000 }, async () => {
    const { code, out } = await demo(dataDir);
    first = out;
    expect(code, out).toBe(0);
    for (const step of [
      /registered from .*backend\.yaml/,
      /queued/,
      /placed on local/,
      /container started/,
      /ready at http/,
    ]) {
      expect(out).toMatch(step);
    }
    expect(out).toMatch(/Model: \S+/);
    expect(out).toMatch(/Answered through the gateway, \d+ tokens/);
    expect(out).toContain('Start again with "npm run demo" to go on with the same data.');
  });

  it('leaves no address behind that is dead a moment later', () => {
    expect(existsSync(join(dataDir, 'state.json'))).toBe(true);
    expect(existsSync(join(dataDir, 'cli.json'))).toBe(false);
    expect(first).not.toMatch(/Ctrl-C|openapi\.json/);
  });

  it('goes on with the same data the next time', { timeout: 240_000 }, async () => {
    const { code, out } = await demo(dataDir);
    expect(code, out).toBe(0);
    expect(out).toMatch(/llama-cpp-demo-custom unchanged/);
    expect(out).toMatch(/Answered through the gateway/);
  });
});
