import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasEnded, recordOf } from '../system/background-process.mjs';
import { State } from './state.mjs';

const startSleeper = async () => {
  const child = spawn('sleep', ['61']);
  await once(child, 'spawn');
  return { child, record: recordOf(child.pid ?? 0, 'sleeper', 'sleep') };
};

describe('State', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'enginehouse-state-'));
  });
  afterEach(() => fs.rmSync(dataDir, { recursive: true }));

  it('refuses a data directory that a running launcher has, and says how to end that one', () => {
    new State(dataDir).take();
    expect(() => new State(dataDir).take()).toThrow(`npm run stop -- --data-dir ${dataDir}`);
  });

  it('takes over the directory of a launcher that died', () => {
    const file = path.join(dataDir, 'state.json');
    const launcher = { ...recordOf(process.pid, 'launcher'), startedAt: '1' };
    fs.writeFileSync(file, JSON.stringify({ launcher, ports: { api: 9400 }, processes: {} }));
    const state = new State(dataDir);
    state.take();
    expect(state.port('api')).toBe(9400);
  });

  it('ends what an earlier launcher left running', async () => {
    const { child, record } = await startSleeper();
    new State(dataDir).rememberProcess(record);
    expect(await new State(dataDir).endLeftovers()).toEqual(['sleeper']);
    expect(hasEnded(child.pid ?? 0)).toBe(true);
  });

  it('never signals a stranger that has the number of a process of ours', async () => {
    const { child, record } = await startSleeper();
    new State(dataDir).rememberProcess({ ...record, startedAt: '1' });
    expect(await new State(dataDir).endLeftovers()).toEqual([]);
    expect(hasEnded(child.pid ?? 0)).toBe(false);
    child.kill();
  });

  it('keeps ports over starts', () => {
    new State(dataDir).rememberPort('api', 12345);
    expect(new State(dataDir).port('api')).toBe(12345);
  });
});
