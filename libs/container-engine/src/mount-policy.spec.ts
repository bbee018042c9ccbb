import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkMountSources, isWithin } from './mount-policy.js';

let base: string;
const refused = async (hostPath: string, roots = [path.join(base, 'models')]) =>
  (await checkMountSources([{ hostPath, containerPath: '/m', readOnly: true }], roots))?.code ?? null;

beforeAll(() => {
  base = fs.mkdtempSync(path.join(os.tmpdir(), 'enginehouse-mounts-'));
  for (const name of ['models/inner', 'models-of-others']) fs.mkdirSync(path.join(base, name), { recursive: true });
  fs.symlinkSync('/etc', path.join(base, 'models/way-out'));
  fs.symlinkSync(path.join(base, 'models/inner'), path.join(base, 'way-in'));
  fs.symlinkSync('/nowhere/at/all', path.join(base, 'models/dangling'));
  fs.symlinkSync('round', path.join(base, 'models/round'));
});
afterAll(() => fs.rmSync(base, { recursive: true }));

describe('a mount', () => {
  it('of an allowed directory and below it is allowed', async () => {
    expect(await refused(path.join(base, 'models'))).toBeNull();
    expect(await refused(path.join(base, 'models/inner'))).toBeNull();
    expect(await refused(path.join(base, 'way-in'))).toBeNull();
    expect(await refused('/etc', ['/'])).toBeNull();
  });

  it('of anything else is refused', async () => {
    expect(await refused('/etc')).toBe('mount-not-allowed');
    expect(await refused(base)).toBe('mount-not-allowed');
    expect(await refused(path.join(base, 'models-of-others'))).toBe('mount-not-allowed');
    expect(await refused('/var/run/docker.sock')).toBe('mount-not-allowed');
  });

  it('of a link that leads out is refused', async () => {
    expect(await refused(path.join(base, 'models/way-out'))).toBe('mount-not-allowed');
    expect(await refused(path.join(base, 'models/way-out/passwd'))).toBe('mount-not-allowed');
  });

  it('of something missing behind a link that leads out is refused', async () => {
    expect(await refused(path.join(base, 'models/way-out/not-there/yet'))).toBe('mount-not-allowed');
    expect(await refused(path.join(base, 'models/dangling'))).toBe('mount-not-allowed');
    expect(await refused(path.join(base, 'models/not-there/yet'))).toBeNull();
  });

  it('of a link that leads nowhere but round is refused', async () => {
    expect(await refused(path.join(base, 'models/round'))).toBe('mount-not-allowed');
  });

  it('is refused where nothing is allowed', async () => {
    expect(await refused(path.join(base, 'models'), [])).toBe('mount-not-allowed');
  });
});

describe('being within a directory', () => {
  it.each([
    ['/a', '/a', true],
    ['/a/b', '/a', true],
    ['/a/..b', '/a', true],
    ['/ab', '/a', false],
    ['/', '/a', false],
    ['/b', '/a', false],
  ])('%s in %s: %s', (file, directory, expected) => {
    expect(isWithin(file, directory)).toBe(expected);
  });
});
