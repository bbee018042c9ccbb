import { expect, it } from 'vitest';
import { splitYamlDocuments } from './split-yaml-documents.js';

it.each([
  ['one without a marker', 'a: 1\n', [[1, 'a: 1\n']]],
  [
    'several',
    'a: 1\n---\nb: 2\n--- # third\nc: 3',
    [
      [1, 'a: 1\n'],
      [2, '---\nb: 2\n'],
      [4, '--- # third\nc: 3'],
    ],
  ],
  [
    'content beside the marker',
    '--- {a: 1}\n--- b\n',
    [
      [1, '--- {a: 1}\n'],
      [2, '--- b\n'],
    ],
  ],
  [
    'comments and directives before the marker',
    '# mine\n%YAML 1.2\n---\na: 1\n',
    [[1, '# mine\n%YAML 1.2\n---\na: 1\n']],
  ],
  ['empty ones left out', '---\n# nothing\n---\n\n---\na: 1\n---\n', [[5, '---\na: 1\n']]],
  [
    'end markers',
    'a: 1\n...\n# on\nb: 2\n...\n',
    [
      [1, 'a: 1\n'],
      [3, '# on\nb: 2\n'],
    ],
  ],
  [
    'Windows line ends',
    'a: 1\r\n---\r\nb: 2\r\n',
    [
      [1, 'a: 1\r\n'],
      [2, '---\r\nb: 2\r\n'],
    ],
  ],
  [
    'line ends of one carriage return',
    'a: 1\r---\rb: 2\r',
    [
      [1, 'a: 1\r'],
      [2, '---\rb: 2\r'],
    ],
  ],
  ['a byte order mark', '\uFEFF---\na: 1\n', [[1, '---\na: 1\n']]],
  ['dashes that are no marker', 'a: |\n  ---\n----\nb: --- \n', [[1, 'a: |\n  ---\n----\nb: --- \n']]],
  ['nothing at all', '', []],
  ['comments only', '# a\n---\n# b\n', []],
])('divides %s', (_what, text, parts) => {
  expect(splitYamlDocuments(text).map((part) => [part.line, part.text])).toEqual(parts);
});
