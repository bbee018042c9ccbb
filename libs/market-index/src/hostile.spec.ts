import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backendItem, file, ownEntry, reading, readingText, readOf } from './testing/index-files.js';

const mib = 1024 * 1024;

/** Processor time that reading one of them may take; a slow machine gets by with it. */
const maxSeconds = 12;

/** Texts that hurt readers. */
const corpus: readonly (readonly [string, string])[] = [
  ['nested lists', '['.repeat(100_000)],
  ['nested maps', '{a: '.repeat(100_000)],
  ['nested block lists', `${'- '.repeat(50_000)}a`],
  ['a cycle', '- &a [*a]\n- &b { backend_name: *b }\n'],
  ['an alias of nothing', '- *nothing\n'],
  ['merges of merges', `x: &a {}\n${'- { <<: *a }\n'.repeat(100)}`],
  [
    'a merge bomb',
    `format: enginehouse-index/1\nx-a: &a { ${many('k', 20_000)} }\nentries:\n${'- { <<: *a }\n'.repeat(2000)}`,
  ],
  ['many fields nobody knows', `- { ${many('field', 400_000)} }\n`],
  ['many entries with fields that nobody knows', `- { ${many('helthcheckpath', 20)} }\n`.repeat(10_000)],
  [
    'many fields at the top',
    `format: enginehouse-index/1\n${Array.from({ length: 200_000 }, (_, i) => `x-${i}: 1\n`).join('')}entries: []\n`,
  ],
  ['many duplicate fields', `- { ${'a: 1, '.repeat(500_000)} }\n`],
  ['four million values', `- [${'a,'.repeat(4_000_000)}]\n`],
  ['two million lists', `- { a: [${'[],'.repeat(2_000_000)}] }\n`],
  ['two million lines', '-\n'.repeat(2_000_000)],
  ['a million values', `- [${'a, '.repeat(1_000_000)}]\n`],
  ['many unknown placeholders', manyPlaceholders()],
  ['a huge text', `- backend_name: ${'a'.repeat(7 * mib)}\n`],
  ['a huge name', `- { ? ${'a'.repeat(4 * mib)} : b }\n`],
  ['a huge comment', `${backendItem('a')}#${'#'.repeat(7 * mib)}`],
  ['NUL', '- backend_name: "a\\0"\n'],
  ['half of a pair', '- backend_name: "\\ud800"\n'],
  [
    'the prototype',
    '- __proto__: { backend_name: a, polluted: yes }\n  constructor: { prototype: { polluted: yes } }\n',
  ],
  [
    'the prototype in an index',
    `format: enginehouse-index/1\nentries:\n${ownEntry('a', '  minimum_versions: { __proto__: 1, constructor: 2 }\n  links: [{ __proto__: { polluted: yes } }]\n')}`,
  ],
];

function many(name: string, count: number): string {
  return Array.from({ length: count }, (_, index) => `${name}${index}: 1`).join(', ');
}

function manyPlaceholders(): string {
  const names = Array.from({ length: 100 }, (_, index) => `{{model_pth${index}}}`).join(' ');
  const version = `{ image_name: x, custom_framework: cpu, run_command: '${names}' }`;
  return Array.from(
    { length: 3000 },
    (_, index) => `- { backend_name: a${index}, version_configs: { v: ${version} } }\n`,
  ).join('');
}

describe('a hostile source', () => {
  it.each(corpus)('with %s is answered in time', { timeout: 60_000 }, (_name, text) => {
    const started = process.cpuUsage();
    const single = readingText(text);
    const { user } = process.cpuUsage(started);
    expect(user / 1e6).toBeLessThan(maxSeconds);
    expect(single.ok ? 'read' : single.error.code).toMatch(/^(read|source-invalid)$/);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('in one file of a folder leaves the others', () => {
    const files = corpus.slice(0, 5).map(([, text], index) => file(`${index}.yaml`, text));
    const { entries } = readOf(reading(...files, file('good.yaml', backendItem('good'))));
    expect(entries.map(({ name }) => name)).toEqual(['good']);
  });

  it('of any bytes never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(typeof reading({ path: 'a.yaml', bytes }).ok).toBe('boolean');
      }),
      { numRuns: 2000 },
    );
  });

  it('of damaged indexes never throws', () => {
    const good = `format: enginehouse-index/1\nentries:\n${ownEntry('a', '  links: [{ title: a, url: https://a.example }]\n')}${ownEntry('b', '  deprecated: no more\n  changelog: [{ version: 1, text: x }]\n')}`;
    const damage = fc.tuple(
      fc.nat(good.length),
      fc.nat(10),
      fc.constantFrom(
        '',
        '{',
        '}',
        '[',
        ']',
        ':',
        ': ',
        '- ',
        '\n',
        '\t',
        '&a ',
        '*a ',
        '!x ',
        '"',
        "'",
        '|',
        '<<: ',
        '~',
        '# ',
        '---\n',
        '\0',
      ),
    );
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (damages) => {
        const text = damages.reduce((all, [at, length, put]) => all.slice(0, at) + put + all.slice(at + length), good);
        expect(typeof readingText(text).ok).toBe('boolean');
      }),
      { numRuns: 3000 },
    );
  }, 60_000);
});
