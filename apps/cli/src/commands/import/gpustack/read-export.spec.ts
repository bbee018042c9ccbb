import { expect, it } from 'vitest';
import { readExport } from './read-export.js';

const read = (text: string) => readExport({ source: 'export', text });

it.each([
  ['a page', '{"items": [{"backend_name": "a"}]}', 'api'],
  ['a list of rows', '[{"backend_name": "a", "created_at": "2026-01-01"}]', 'api'],
  ['one row', '{"backend_name": "a", "version_configs": {}}', 'document'],
  ['JSON with tabs', '{\n\t"items": [\n\t\t{"backend_name": "a"}\n\t]\n}', 'api'],
  ['YAML', 'backend_name: a\n', 'document'],
  ['a YAML list', '- backend_name: a\n', 'list'],
])('reads %s', (_what, text, form) => {
  expect(read(text)).toMatchObject({ ok: true, value: { backends: [{ form }], warnings: [] } });
});

it.each([
  ['JSON with tabs', '{\n\t"items": [\n\t\t{"backend_name": "a"}\n\t]\n}', 'export:3'],
  ['a document behind an empty one', '---\n# nothing\n---\nbackend_name: a\n', 'export:4'],
  ['a document with Windows line ends', '# mine\r\nbackend_name: a\r\n', 'export:2'],
])('says where a backend stands in %s', (_what, text, source) => {
  expect(read(text)).toMatchObject({ ok: true, value: { backends: [{ source }] } });
});

it('says of what cannot be read a line that there is', () => {
  const result = read('backend_name: a\n---\r\nbackend_name: [b\r\n\r\n');
  expect(result).toMatchObject({ ok: false, error: { errors: [{ line: 3, column: 17 }] } });
});

it('keeps names in order and as they are', () => {
  const result = read('{"items": [{"version_configs": {"10": {}, "9": {}, "1.10": {}, "__proto__": {}}}]}');
  const versions = result.ok && result.value.backends[0]?.fields.get('version_configs');
  expect(versions instanceof Map && [...versions.keys()]).toEqual(['10', '9', '1.10', '__proto__']);
});

it('tells of pages that are missing', () => {
  expect(read('{"items": [], "pagination": {"page": 1, "perPage": 100, "total": 240, "totalPage": 3}}')).toMatchObject({
    value: { warnings: [{ code: 'one-page-of-several', detail: 'export is page 1 of 3.' }] },
  });
  expect(read('{"items": [], "pagination": {"page": 1, "totalPage": 1}}')).toMatchObject({ value: { warnings: [] } });
});

it.each([
  [
    '{"code": 401, "reason": "Unauthorized", "message": "Invalid token"}',
    'an error that GPUStack answered: Invalid token',
  ],
  ['{"items": [{"backend_name": "a", "versions": [{"version": "1"}]}]}', 'GPUStack’s list for its deployment form'],
  ['{"items": ["a"]}', 'export holds no backends of GPUStack.'],
  ['hello', 'export holds no backends of GPUStack.'],
  ['', 'export:1:1: The document is empty.'],
  ['{"items": [', 'export:1:'],
  ['a: [\n', 'export:'],
  ['backend_name: a\nbackend_name: b\n', 'export:2:1: '],
])('refuses %j and says why', (text, detail) => {
  const result = read(text);
  expect(result.ok).toBe(false);
  expect(result.ok ? '' : result.error.detail.replaceAll("'", '’')).toContain(detail);
});
