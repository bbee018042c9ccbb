import { describe, expect, it } from 'vitest';
import { backendDocument, backendItem, file, ownEntry, reading, readingText, readOf } from './testing/index-files.js';

describe('a folder of files', () => {
  it('is read file by file in the order of their paths, whatever form each has', () => {
    const { entries, rejected } = readOf(
      reading(
        file('z.yml', backendDocument('z')),
        file('list.yaml', backendItem('l1') + backendItem('l2')),
        file('own/index.json', `{"format": "enginehouse-index/1", "entries": []}`),
        file('a/backend.YAML', backendDocument('a')),
        file('README.md', '# no backend'),
        file('SHA256SUMS', 'abc  z.yml'),
        file('SHA256SUMS.minisig', 'untrusted comment: x'),
        file('.github/workflows/ci.yaml', 'on: push'),
      ),
    );
    expect(entries.map(({ name }) => name)).toEqual(['a', 'l1', 'l2', 'z']);
    expect(rejected).toEqual([]);
  });

  it('loses only the file that is not YAML, and the one that is no backend', () => {
    const { entries, rejected } = readOf(
      reading(file('a.yaml', backendDocument('a')), file('b.yaml', 'a: [\n'), file('c.json', '{"services": {}}')),
    );
    expect(entries.map(({ name }) => name)).toEqual(['a']);
    expect(rejected).toEqual([
      {
        position: 2,
        name: null,
        file: 'b.yaml',
        line: 1,
        errors: [
          {
            code: 'yaml-syntax',
            path: [],
            detail: 'A quote or bracket that was opened before is not closed.',
            hint: 'Close it, or quote the value that holds it.',
            line: 1,
            column: 5,
          },
        ],
      },
      {
        position: 3,
        name: null,
        file: 'c.json',
        line: 1,
        errors: [
          {
            code: 'unknown-format',
            path: [],
            detail:
              'This is neither a backend (backend_name: ...), nor a list of backends, nor an index (format: enginehouse-index/1).',
            line: 1,
            column: 1,
          },
        ],
      },
    ]);
  });

  it('names the file and the line of a rejected entry, and where its name was found first', () => {
    const { rejected } = readOf(
      reading(file('a.yaml', backendDocument('Same')), file('b.yaml', `# second\n${backendDocument('sAME')}`)),
    );
    expect(rejected).toEqual([
      {
        position: 2,
        name: 'sAME',
        file: 'b.yaml',
        line: 2,
        errors: [
          {
            code: 'duplicate-name',
            path: ['backend_name'],
            detail: 'There is an entry of this name already: Same, number 1 (a.yaml, line 1).',
            hint: 'Names that differ only in case count as the same.',
            line: 2,
          },
        ],
      },
    ]);
  });

  it('is not read where none of its files can be: what was there before may stay', () => {
    expect(reading(file('a.yaml', '{'), file('b.yaml', '['))).toMatchObject({
      ok: false,
      error: {
        code: 'source-invalid',
        detail:
          'None of the 2 files can be read. The first is a.yaml: A quote or bracket that was opened before is not closed. (line 1, column 2)',
      },
    });
  });

  it('is not read where no file can be a backend', () => {
    expect(reading()).toMatchObject({
      ok: false,
      error: { code: 'source-invalid', detail: 'The source holds no file.' },
    });
    expect(reading(file('README.md', ''), file('LICENSE', ''))).toMatchObject({
      ok: false,
      error: {
        code: 'source-invalid',
        detail: 'None of the 2 files of the source can be a backend: their names end with .yaml, .yml or .json.',
      },
    });
  });
});

describe('a single file', () => {
  it.each(['index', 'backends.txt', 'list.yaml'])('is read whatever its name is: %s', (name) => {
    expect(readOf(reading(file(name, backendItem('a')), file(`${name}.minisig`, ''))).entries).toHaveLength(1);
  });

  it('may hold one backend', () => {
    expect(readOf(readingText(backendDocument('a'))).entries.map(({ name }) => name)).toEqual(['a']);
  });

  it('may hold no entry at all', () => {
    expect(readOf(readingText('[]'))).toEqual({ entries: [], files: new Map(), rejected: [], warnings: [] });
  });

  it('does not name itself in a rejected entry', () => {
    const { rejected } = readOf(readingText(backendItem('a') + backendItem('A')));
    expect(rejected).toMatchObject([
      { position: 2, errors: [{ detail: 'There is an entry of this name already: a, number 1 (line 1).' }] },
    ]);
    expect(rejected[0]).not.toHaveProperty('file');
  });

  it('leaves a name to the next entry where the first one is rejected', () => {
    const text = `- backend_name: a\n${backendItem('a')}`;
    const { entries, rejected } = readOf(readingText(text));
    expect([entries.length, rejected.length]).toEqual([1, 1]);
  });

  it.each([
    ['', 'The document is empty. (line 1, column 1)'],
    ['# only a comment\n', 'The document is empty. (line 1, column 1)'],
    ['~', 'The document is empty. (line 1, column 1)'],
    ['- a: "b\n- c', 'A quote or bracket that was opened before is not closed. (line 2, column 1)'],
    ['- a\n---\n- b\n', 'A second document (---) begins here. (line 2, column 1)'],
    ['<html><body>Sign in</body></html>', 'This is an HTML or XML page, not an index. (line 1, column 1)'],
    ['\ufeff\n<?xml version="1.0"?>', 'This is an HTML or XML page, not an index. (line 1, column 1)'],
  ])('that cannot be read is a problem with line and column: %j', (text, detail) => {
    const read = readingText(text);
    expect(read).toMatchObject({
      ok: false,
      error: {
        code: 'source-invalid',
        detail: `index.yaml cannot be read: ${detail}`,
        errors: [{ line: expect.any(Number), column: expect.any(Number) }],
      },
    });
  });

  it('that is not UTF-8 says from where on', () => {
    const bytes = Uint8Array.of(0x61, 0x3a, 0x0a, 0x62, 0xff);
    expect(reading({ path: 'i', bytes })).toMatchObject({
      ok: false,
      error: { errors: [{ code: 'invalid-encoding', line: 2, column: 2 }] },
    });
  });
});

describe('the limits of a source', () => {
  it('are 8 MiB in all files together', () => {
    const half = file('a.yaml', `${backendItem('a')}#${'x'.repeat(4 * 1024 * 1024)}`);
    const read = reading(half, { ...half, path: 'b.yaml' });
    expect(read).toMatchObject({ ok: false, error: { code: 'source-invalid' } });
    expect(read.ok ? '' : read.error.detail).toMatch(/at most 8388608 \(8 MiB\)/);
  });

  it('are 10,000 entries', () => {
    const list = '- {}\n'.repeat(10_000);
    expect(readOf(readingText(list)).rejected).toHaveLength(10_000);
    expect(readingText(`${list}- {}\n`)).toMatchObject({
      ok: false,
      error: { detail: 'The source has more than 10000 entries.', hint: 'Divide it into several sources.' },
    });
  });

  it('are 20 reasons and 20 warnings for one entry', () => {
    const fields = Array.from({ length: 50 }, (_, index) => `  field${index}: a\n`).join('');
    expect(readOf(readingText(backendItem('a', fields))).warnings).toHaveLength(20);
    const own = `format: enginehouse-index/1\nentries:\n${ownEntry('a', fields)}`;
    expect(readOf(readingText(own)).rejected[0]?.errors).toHaveLength(20);
  });

  it('are those of every backend for each entry, whatever its aliases make of it', () => {
    const bomb = `- &a [x, x, x, x, x, x, x, x, x, x]\n- &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n- &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\n- &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\n- &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\n${backendItem('good')}`;
    const { entries, rejected } = readOf(readingText(bomb));
    expect(entries.map(({ name }) => name)).toEqual(['good']);
    expect(rejected.at(-1)?.errors).toMatchObject([{ code: 'alias-limit' }]);
  });

  it('count aliases in the whole source too', () => {
    const big = `- &big\n  backend_name: a\n  description: ${'x'.repeat(600_000)}\n  version_configs: { v1: { image_name: x, custom_framework: cpu } }\n`;
    const many = Array.from({ length: 100 }, (_, index) => `- { <<: *big, backend_name: b${index} }\n`).join('');
    expect(readingText(big + many)).toMatchObject({ ok: false, error: { errors: [{ code: 'alias-limit' }] } });
  });
});
