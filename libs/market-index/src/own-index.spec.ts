import { describe, expect, it } from 'vitest';
import { ownEntry, readingText, readOf } from './testing/index-files.js';

const index = (...entries: readonly string[]): string => `format: enginehouse-index/1\nentries:\n${entries.join('')}`;
const errorsOf = (text: string) => readOf(readingText(text)).rejected.flatMap(({ errors }) => errors);

describe('our own index', () => {
  it('says of each backend who made it, under which licence, and what changed', () => {
    const about = [
      '  maintainer: Platform team',
      '  licence: Apache-2.0',
      '  icon: data:image/png;base64,AAAA',
      '  links: [{ title: Home, url: https://example.org/ }]',
      '  changelog: [{ version: 1.10, date: 2026-11-01, text: Faster. }]',
      '  minimum_versions: { enginehouse: 0.1, cuda: 12.10 }',
      '  deprecated: Use other instead.',
      '  readme: "# Hello"',
      '',
    ].join('\n');
    const { entries, rejected } = readOf(readingText(index(ownEntry('a', about))));
    expect(rejected).toEqual([]);
    expect(entries).toEqual([
      {
        name: 'a',
        definition: {
          backend_name: 'a',
          icon: 'data:image/png;base64,AAAA',
          versions: [{ name: 'v1', images: [{ framework: 'cpu', image_name: 'a/b:1' }] }],
        },
        about: {
          maintainer: 'Platform team',
          licence: 'Apache-2.0',
          links: [{ title: 'Home', url: 'https://example.org/' }],
          changelog: [{ version: '1.10', date: '2026-11-01', text: 'Faster.' }],
          minimum_versions: { enginehouse: '0.1', cuda: '12.10' },
          deprecated: 'Use other instead.',
          readme: '# Hello',
        },
        contentHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      },
    ]);
  });

  it('may be JSON, with tabs and escapes', () => {
    const json = JSON.stringify(
      {
        format: 'enginehouse-index/1',
        entries: [
          {
            backend: {
              backend_name: 'a',
              description: 'a "b" / \u2028 😀 \\ \t',
              default_env: { A: 'true', B: '1.10' },
              version_configs: { '1.10': { image_name: 'x', custom_framework: 'cpu' } },
            },
            readme: 'one\ntwo',
          },
        ],
      },
      null,
      '\t',
    );
    const { entries, rejected } = readOf(readingText(json));
    expect(rejected).toEqual([]);
    expect(entries[0]?.definition).toMatchObject({
      description: 'a "b" / \u2028 😀 \\ \t',
      default_env: { A: 'true', B: '1.10' },
      versions: [{ name: '1.10' }],
    });
    expect(entries[0]?.about.readme).toBe('one\ntwo');
  });

  it('may name its schema, for editors', () => {
    const text = '{"$schema": "https://enginehouse.dev/x.json", "format": "enginehouse-index/1", "entries": []}';
    expect(readOf(readingText(text)).entries).toEqual([]);
  });

  it('has room for its author, as a place for anchors', () => {
    const text = `format: enginehouse-index/1\nx-common: &env { HF_HOME: /cache }\nentries:\n${ownEntry('a').replace('    version', '    default_env: *env\n    version')}`;
    expect(readOf(readingText(text)).entries[0]?.definition.default_env).toEqual({ HF_HOME: '/cache' });
  });

  it('rejects an entry for every mistake in it, each with its place', () => {
    const wrong = [
      '  licens: MIT',
      '  links: [{ title: "", url: javascript:alert(1) }, { titel: a, url: https://a.example }]',
      '  maintainer: [a]',
      `  licence: ${'x'.repeat(101)}`,
      '  changelog: [{ version: 1 }]',
      '',
    ].join('\n');
    const backend = '- backend:\n    backend_name: a b\n    versions: {}\n';
    expect(errorsOf(index(backend + wrong))).toEqual([
      expect.objectContaining({ code: 'required', path: ['backend', 'version_configs'], line: 4 }),
      expect.objectContaining({ code: 'invalid-name', path: ['backend', 'backend_name'], line: 4 }),
      expect.objectContaining({ code: 'unknown-field', path: ['backend', 'versions'], line: 5 }),
      expect.objectContaining({ code: 'unknown-field', path: ['licens'], hint: 'Did you mean licence?', line: 6 }),
      expect.objectContaining({ code: 'required', path: ['links', 0, 'title'], detail: 'This must not be empty.' }),
      expect.objectContaining({ code: 'invalid-url', path: ['links', 0, 'url'], line: 7 }),
      expect.objectContaining({ code: 'required', path: ['links', 1, 'title'], detail: 'title is needed here.' }),
      expect.objectContaining({ code: 'unknown-field', path: ['links', 1, 'titel'], hint: 'Did you mean title?' }),
      expect.objectContaining({ code: 'invalid-type', path: ['maintainer'], detail: 'This must be a text.' }),
      expect.objectContaining({ code: 'too-long', detail: 'This is too long: at most 100 characters.' }),
      expect.objectContaining({ code: 'required', path: ['changelog', 0, 'text'], line: 10 }),
    ]);
  });

  it.each([
    ['0.2', 'It needs Enginehouse 0.2 or newer, and this is 0.1.0.'],
    ['v1.0.0', 'It needs Enginehouse v1.0.0 or newer, and this is 0.1.0.'],
    ['0.1.1-rc1', 'It needs Enginehouse 0.1.1-rc1 or newer, and this is 0.1.0.'],
  ])('rejects an entry that needs Enginehouse %s', (version, detail) => {
    expect(errorsOf(index(ownEntry('a', `  minimum_versions: { enginehouse: ${version} }\n`)))).toEqual([
      {
        code: 'enginehouse-too-old',
        path: ['minimum_versions', 'enginehouse'],
        detail,
        hint: 'Upgrade Enginehouse to use it.',
        line: 7,
        column: 36,
      },
    ]);
  });

  it.each(['0.1', '0.1.0', '0.0.9', 'v0.1.0-rc1'])('takes an entry that needs Enginehouse %s', (version) => {
    expect(errorsOf(index(ownEntry('a', `  minimum_versions: { enginehouse: ${version} }\n`)))).toEqual([]);
  });

  it('refuses what is no version, and a deprecation that says nothing', () => {
    const wrong = '  minimum_versions: { enginehouse: ">=0.1" }\n  deprecated: true\n';
    expect(errorsOf(index(ownEntry('a', wrong)))).toMatchObject([
      { code: 'invalid-value', path: ['minimum_versions', 'enginehouse'], detail: '">=0.1" is not a version.' },
      { code: 'invalid-value', path: ['deprecated'] },
    ]);
  });

  it('rejects only the entry that has a broken field, wherever it stands', () => {
    const broken = '- backend: &b\n    backend_name: !secret b\n';
    const { entries, rejected } = readOf(readingText(index(ownEntry('a'), broken, ownEntry('c'))));
    expect(entries.map(({ name }) => name)).toEqual(['a', 'c']);
    expect(rejected).toMatchObject([
      { position: 2, line: 7, errors: [{ code: 'required' }, { code: 'unsupported-tag', line: 8 }] },
    ]);
  });

  it('names a field that stands twice by its path in the entry', () => {
    expect(errorsOf(index(ownEntry('a', '  licence: MIT\n  licence: MIT\n')))).toMatchObject([
      { code: 'duplicate-key', path: ['licence'], line: 8 },
    ]);
  });

  it.each([
    ['format: enginehouse-index/2\nentries: []\n', 'A newer Enginehouse may read it.'],
    ['format: something\nentries: []\n', 'Write format: enginehouse-index/1'],
    ['entries: []\n', 'Add the line format: enginehouse-index/1'],
    ['format: enginehouse-index/1\nentrys: []\nentries: []\n', 'Did you mean entries?'],
    ['format: enginehouse-index/1\n', undefined],
    ['format: enginehouse-index/1\nentries: {}\n', undefined],
    ['format: enginehouse-index/1\nentries: []\nx-a: *nothing\n', 'Quote a value that begins with *.'],
  ])('is not read at all where its outermost fields are wrong: %j', (text, hint) => {
    const read = readingText(text);
    expect(read).toMatchObject({
      ok: false,
      error: { code: 'source-invalid', errors: [{ line: expect.any(Number) }] },
    });
    expect(read.ok ? undefined : read.error.hint).toBe(hint);
  });
});
