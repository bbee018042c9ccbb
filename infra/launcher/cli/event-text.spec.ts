import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventText } from './event-text.mjs';

describe('what the launcher tells', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'enginehouse-events-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('has the line of the log that says why a process ended', () => {
    const logFile = join(directory, 'runtime.log');
    const lines = [
      { level: 'info', msg: 'begins' },
      { level: 'fatal', msg: 'gives up', err: { message: 'no disk' } },
      { level: 'info', msg: 'bye' },
    ];
    writeFileSync(logFile, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    expect(eventText({ type: 'ended', name: 'runtime', code: 1, logFile, againInMs: 250 })).toBe(
      `runtime ended with status 1: fatal: gives up: no disk; starting it again in 250 ms (log: ${logFile})`,
    );
  });

  it('says where a service is that could not have its port', () => {
    expect(eventText({ type: 'port-taken', name: 'gateway', wanted: 9401, port: 35_903 })).toBe(
      'port 9401 is taken by another program; the gateway is on 35903 this time',
    );
  });
});
