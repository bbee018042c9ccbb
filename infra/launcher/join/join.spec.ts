import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { State } from '../stack/state.mjs';

const program = fileURLToPath(new URL('../join.mjs', import.meta.url));

it('refuses a data directory that another one has, before it touches that one’s Docker engine', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'enginehouse-join-'));
  const control = createServer().listen(0, '127.0.0.1');
  await once(control, 'listening');
  try {
    writeFileSync(join(dataDir, 'identity.json'), '{}');
    new State(dataDir).take();
    const api = `http://127.0.0.1:${(control.address() as AddressInfo).port}`;
    const { status, stderr } = spawnSync(process.execPath, [program, '--api', api, '--data-dir', dataDir], {
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect([status, stderr]).toEqual([1, expect.stringContaining(`already runs with the data in ${dataDir}`)]);
  } finally {
    control.close();
    rmSync(dataDir, { recursive: true });
  }
});
