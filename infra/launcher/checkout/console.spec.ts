import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isUpToDate } from './console.mjs';

const files = [
  'apps/web/src/deep/page.tsx',
  'apps/web/index.html',
  'apps/web/public/favicon.svg',
  'libs/contracts/src/index.ts',
  'package-lock.json',
];
const result = 'apps/web/dist/index.html';

describe('the files of the console', () => {
  let root: string;
  const at = (name: string) => path.join(root, name);
  const write = (name: string) => {
    fs.mkdirSync(path.dirname(at(name)), { recursive: true });
    fs.writeFileSync(at(name), '');
  };
  /** Everything below is as old as that. */
  const setAge = (place: string, seconds: number) => {
    const time = new Date(Date.now() - seconds * 1000);
    const names = fs.statSync(place).isDirectory() ? fs.readdirSync(place) : [];
    for (const name of names) setAge(path.join(place, name), seconds);
    fs.utimesSync(place, time, time);
  };

  beforeAll(() => {
    root = fs.mkdtempSync(path.join(tmpdir(), 'enginehouse-console-'));
  });
  afterAll(() => fs.rmSync(root, { recursive: true }));
  beforeEach(() => {
    [...files, result].forEach(write);
    setAge(root, 100);
    setAge(at(result), 50);
  });

  it('are kept while nothing has changed', () => {
    expect(isUpToDate(root)).toBe(true);
  });

  it.each(files)('are built again when %s has changed', (name) => {
    setAge(at(name), 10);
    expect(isUpToDate(root)).toBe(false);
  });

  it('are built again when a source went away', () => {
    fs.rmSync(at('apps/web/src/deep/page.tsx'));
    expect(isUpToDate(root)).toBe(false);
  });

  it('are built where there are none', () => {
    fs.rmSync(at(result));
    expect(isUpToDate(root)).toBe(false);
  });

  it('are not built again for what the services are made of', () => {
    write('apps/catalog/src/main.ts');
    expect(isUpToDate(root)).toBe(true);
  });
});
