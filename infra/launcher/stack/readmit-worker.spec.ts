import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readmitWorker } from './readmit-worker.mjs';

let dataDir = '';
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'readmit-'));
  writeFileSync(join(dataDir, 'identity.json'), '{}');
});
afterEach(() => rmSync(dataDir, { recursive: true }));

async function after(answer: () => Promise<{ status: number; body: unknown }>) {
  const restarts: boolean[] = [];
  const restart = async () => void restarts.push(existsSync(join(dataDir, 'identity.json')));
  const joins = await readmitWorker({ name: 'local', dataDir, api: { call: answer }, restart });
  return { joins, restarts, isKnown: existsSync(join(dataDir, 'identity.json')) };
}

const worker = (state: string, reason: string) => async () => ({ status: 200, body: { state, reason } });

it('lets the worker join anew that was removed: it starts again without its identity', async () => {
  const seen = await after(worker('left', 'removed by user:ada'));
  expect(seen).toEqual({ joins: true, restarts: [false], isKnown: false });
});

it.each([
  ['serves', worker('ready', '')],
  ['left by itself, and comes back by itself', worker('left', 'told to leave')],
  ['nobody can be asked about', () => Promise.reject(new Error('503'))],
])('leaves alone the one that %s', async (_, answer) => {
  expect(await after(answer)).toEqual({ joins: false, restarts: [], isKnown: true });
});
