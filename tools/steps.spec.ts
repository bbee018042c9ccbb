import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run, runSteps, type Step } from './steps.mjs';

describe('a step of npm test', () => {
  it('is kept with what it printed last when it fails, and the steps after it still run', async () => {
    const failing = 'for (let i = 1; i <= 100; i += 1) console.log("line " + i); process.exitCode = 3;';
    const failed = await runSteps([
      ['first', ['node', '-e', failing]],
      ['second', ['node', '-e', '']],
      ['third', ['node', '-e', 'console.error("to the other stream"); process.exitCode = 1;']],
    ]);
    expect(failed.map(({ name, status }) => [name, status])).toEqual([
      ['first', 3],
      ['third', 1],
    ]);
    expect(failed[0]?.lastLines.split('\n').slice(0, 1)).toEqual(['line 81']);
    expect(failed[1]?.lastLines).toBe('to the other stream');
  });

  it('passes where it fails once and two tries are given, and fails where it fails twice', async () => {
    const mark = join(mkdtempSync(join(tmpdir(), 'steps-')), 'tried');
    const once =
      'const fs = require("fs"), f = process.argv[1]; if (!fs.existsSync(f)) { fs.writeFileSync(f, ""); process.exit(1); }';
    const steps: readonly Step[] = [
      ['once', ['node', '-e', once, mark]],
      ['always', ['node', '-e', 'process.exit(2)']],
    ];
    expect((await runSteps(steps, { tries: 2 })).map(({ name, status }) => [name, status])).toEqual([['always', 2]]);
  });

  it('fails when its program is not there, and says so', async () => {
    expect(await run(['no-such-program-of-enginehouse'])).toMatchObject({
      status: 127,
      lastLines: expect.stringContaining('ENOENT'),
    });
  });

  it('fails when it is killed, and says by what', async () => {
    const killed = await run(['node', '-e', 'process.kill(process.pid, "SIGKILL")']);
    expect(killed).toEqual({ status: 1, lastLines: '\nended by SIGKILL' });
  });
});
