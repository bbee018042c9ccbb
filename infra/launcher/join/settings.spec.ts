import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readJoinSettings } from './settings.mjs';

describe('the settings of a host that joins', () => {
  let dataDir: string;
  const read = (...more: readonly string[]) =>
    readJoinSettings(['--api', 'http://control:9400', '--data-dir', dataDir, ...more]);

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'enginehouse-join-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  it('need a token for the first start', () => {
    expect(() => read()).toThrow('--token is needed to join');
    expect(read('--token', 'ehj_x')).toMatchObject({ token: 'ehj_x', dataDir });
  });

  it('need none where the host has joined before', () => {
    writeFileSync(join(dataDir, 'identity.json'), '{}');
    expect(read()).toMatchObject({ token: undefined, dataDir });
  });

  it('name the control plane, always', () => {
    expect(() => readJoinSettings(['--token', 'ehj_x'])).toThrow('--api is needed');
  });
});
