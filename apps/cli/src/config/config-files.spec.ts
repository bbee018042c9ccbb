import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findConfigFiles, userConfigPath, writeUserConfig } from './config-files.js';

let home = '';

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'enginehouse-cli-'));
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

const put = (folder: string, text: string) => {
  mkdirSync(join(home, folder, '.enginehouse'), { recursive: true });
  writeFileSync(join(home, folder, '.enginehouse', 'cli.json'), text);
};

it('finds the launcher’s file in a folder above, the nearest first', () => {
  put('project', '{"url":"http://far:1"}');
  put('project/inner', '{"url":"http://near:1","token":"t","gatewayUrl":"http://g:1","other":1}');
  mkdirSync(join(home, 'project/inner/deep/deeper'), { recursive: true });
  const cwd = join(home, 'project/inner/deep/deeper');
  expect(findConfigFiles({ cwd, home, env: {} })).toEqual([
    {
      path: join(home, 'project/inner/.enginehouse/cli.json'),
      config: { url: 'http://near:1', token: 't', gatewayUrl: 'http://g:1' },
    },
  ]);
});

it('finds what login wrote, which only the user may read', () => {
  const places = { cwd: home, home, env: {} };
  const path = writeUserConfig(places, { url: 'http://u:1', token: 't' });
  expect(path).toBe(join(home, '.config/enginehouse/config.json'));
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(findConfigFiles(places)).toEqual([{ path, config: { url: 'http://u:1', token: 't' } }]);
});

it('keeps to XDG_CONFIG_HOME', () => {
  expect(userConfigPath({ cwd: home, home, env: { XDG_CONFIG_HOME: '/x' } })).toBe('/x/enginehouse/config.json');
});

it('names a file that is broken', () => {
  put('.', '{"url":');
  expect(() => findConfigFiles({ cwd: home, home, env: {} })).toThrow(
    `${join(home, '.enginehouse/cli.json')} is not valid JSON`,
  );
});

const stopped = () => [{ path: join(home, '.enginehouse'), config: {}, isStopped: true }];
const found = () => findConfigFiles({ cwd: home, home, env: {} });

describe('a stack that does not run', () => {
  it('hides behind nothing: neither its own old address nor what login wrote is used instead', () => {
    writeUserConfig({ cwd: home, home, env: {} }, { url: 'http://u:1', token: 't' });
    put('.', JSON.stringify({ url: 'http://old:1', token: 't', launcher: { pid: process.pid, startedAt: '1' } }));
    expect(found()[0]).toEqual(stopped()[0]);
    rmSync(join(home, '.enginehouse/cli.json'));
    writeFileSync(join(home, '.enginehouse/state.json'), '{}');
    expect(found()[0]).toEqual(stopped()[0]);
  });

  it('is one whose launcher has ended', () => {
    const { pid } = spawnSync('true');
    put('.', JSON.stringify({ url: 'http://old:1', token: 't', launcher: { pid, startedAt: '' } }));
    expect(found()).toEqual(stopped());
  });

  it('is not one whose launcher is there', () => {
    const startedAt = readFileSync('/proc/self/stat', 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')[19];
    put('.', JSON.stringify({ url: 'http://here:1', launcher: { pid: process.pid, startedAt } }));
    expect(found()).toMatchObject([{ config: { url: 'http://here:1' } }]);
  });

  it('comes after what login wrote where there never was one', () => {
    mkdirSync(join(home, '.enginehouse'));
    expect(found()).toEqual(stopped());
    writeUserConfig({ cwd: home, home, env: {} }, { url: 'http://u:1', token: 't' });
    expect(found().map(({ config }) => config.url)).toEqual(['http://u:1', undefined]);
  });
});
