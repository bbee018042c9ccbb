import { describe, expect, it } from 'vitest';
import { parseBackendYaml } from './parse-backend-yaml.js';

const first = (text: string) => {
  const read = parseBackendYaml(text, 'create');
  const error = read.ok ? undefined : read.error.find(({ code }) => code === 'yaml_syntax');
  return error && { at: `${error.line}:${error.column}`, hint: error.hint };
};

describe('what is missing at the end of a text', () => {
  it.each(['a: [1, 2', 'a: "b, c', "a: '1, 2", '{{{{{{{{'])(
    'is missing where its last character stands: %s',
    (text) => {
      for (const end of ['', '\n', '\r\n', '\r', '\n\n\n', ' \r\n\r\n', '\n  ']) {
        expect([end, first(`${text}${end}`)?.at]).toEqual([end, '1:9']);
      }
    },
  );

  it('is on the last line that there is', () => {
    expect(first('b: 1\r\na: [1, 2\r\n')?.at).toBe('2:9');
    expect(first('b: 1\n---\na: [1, 2\n')?.at).toBe('3:9');
  });
});

describe('a placeholder without quotes', () => {
  it.each([
    'a: {{port}}',
    'a: {{model_path}} --port {{port}}',
    'a: [--port, {{port}}]',
    'a: [{{port}} --x]',
    'a: [--port {{port}}]',
    'a: [\n  --port,\n  x={{port}}\n]',
    'a: {A: {{port}} }',
    'a: {A: x{{port}}, B: 1}',
    'a:\n  - {{port}} x',
    'a:\n  - {{port}}',
    '{"a": {{port}}}',
  ])('is told to be quoted: %s', (text) => {
    expect(first(text)?.hint).toContain('Quote a value that begins with {{, or holds it inside of [ ] or { }');
  });

  it.each(['a: [1 "{{port}}"', "a: '{{port}}", 'a: 1: 2 # {{port}}'])(
    'is not blamed where it is quoted or only a comment: %s',
    (text) => {
      expect(first(text)?.hint ?? '').not.toContain('{{');
    },
  );
});
