import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { waitUntil } from '@enginehouse/testing';

const binary = fileURLToPath(new URL('../bin/enginehouse.mjs', import.meta.url));
/** Of util-linux: runs a command in a terminal of its own. */
const script = '/usr/bin/script';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'enginehouse-terminal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The program in a terminal: what it shows, and somebody who types. */
function terminal(args: readonly string[]) {
  const command = [process.execPath, binary, ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn(script, ['-qec', command, '/dev/null'], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, SHELL: '/bin/sh' },
  });
  let shown = '';
  child.stdout.on('data', (chunk: Buffer) => (shown += chunk.toString()));
  return {
    shown: () => shown,
    type: async (after: string, text: string) => {
      await waitUntil(() => shown.includes(after), { what: `"${after}" in: ${shown}` });
      child.stdin.write(text);
    },
    ended: once(child, 'exit').then(([status]) => status as number | null),
  };
}

describe.skipIf(!existsSync(script))('at a terminal (with `script` of util-linux)', () => {
  it('a password is asked for without showing it', async () => {
    const { shown, type, ended } = terminal(['market', 'keygen']);
    await type('Password for the secret key: ', 'correct horse\r');
    await type('The same again: ', 'battery staple\r');
    expect(await ended).toBe(2);
    expect(shown()).toContain('These are two different passwords. Nothing was written.');
    expect(shown()).not.toMatch(/horse|staple/);
  });

  it.each([
    ['Ctrl-C', '\u0003', 130],
    ['Ctrl-D', '\u0004', 2],
  ])('%s ends the question, and nothing is written', async (_name, key, status) => {
    const { type, ended } = terminal(['market', 'keygen']);
    await type('Password for the secret key: ', key);
    expect(await ended).toBe(status);
    expect(existsSync(join(folder, 'minisign.key'))).toBe(false);
  });
});
