import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkBoundaries } from './check.mjs';

const project = (name: string, type: string, dependencies: readonly string[] = []) => ({
  name: `@enginehouse/${name}`,
  nx: { tags: [`type:${type}`] },
  exports: { '.': './src/index.ts' },
  dependencies: Object.fromEntries(dependencies.map((each) => [each, '1'])),
});

describe('the boundary check', () => {
  let root: string;
  const write = (path: string, content: unknown) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'boundaries-'));
    write('apps/one/package.json', project('one', 'app', ['@enginehouse/rules', '@enginehouse/two']));
    write('apps/two/package.json', project('two', 'app'));
    write('libs/rules/package.json', project('rules', 'domain'));
    write('libs/rules/src/index.ts', 'export const rule = 1;');
    write('apps/one/src/domain/pure.ts', "import { rule } from '@enginehouse/rules';\nexport const two = rule;");
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('lets through what keeps the rules', () => {
    expect(checkBoundaries(root).faults).toEqual([]);
  });

  it.each([
    ['an app that imports an app', 'apps/one/src/a.ts', "import '@enginehouse/two';", 'is of type app'],
    ['a deep import', 'apps/one/src/a.ts', "import '@enginehouse/rules/src/index.js';", 'deep import'],
    ['an undeclared project', 'apps/two/src/a.ts', "import '@enginehouse/rules';", 'not declared'],
    ['an import that leaves its project', 'apps/one/src/a.ts', "import '../../two/src/a.js';", 'leaves its project'],
    ['a framework in a pure library', 'libs/rules/src/a.ts', "import '@nestjs/common';", 'may not use'],
    ['I/O in a pure library', 'libs/rules/src/a.ts', "import 'node:fs';", 'pure'],
    [
      'a dynamic import of I/O in a pure library',
      'libs/rules/src/a.ts',
      "export const x = () => import('node:fs');",
      'pure',
    ],
    [
      'a re-export of a framework from a pure library',
      'libs/rules/src/a.ts',
      "export { Module } from '@nestjs/common';",
      'may not use',
    ],
    ['a database outside an adapter', 'apps/one/src/use-cases/a.ts', "import 'pg';", 'behind a port'],
    ['Nest in a domain', 'apps/one/src/domain/a.ts', "import '@nestjs/common';", 'knows no framework'],
    ['an adapter in a use case', 'apps/one/src/use-cases/x/a.ts', "import '../../adapters/pg/y.js';", 'through ports'],
  ])('refuses %s', (_, path, content, why) => {
    write(path, content);
    expect(checkBoundaries(root).faults).toEqual([expect.stringContaining(why)]);
  });

  it('fails when it scanned nothing', () => {
    expect(checkBoundaries(join(root, 'nowhere')).faults).toEqual([expect.stringContaining('nothing was scanned')]);
  });
});
