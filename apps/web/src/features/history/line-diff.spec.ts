import { expect, it } from 'vitest';
import { lineDiff } from './line-diff.js';

const marks = { same: ' ', removed: '-', added: '+' } as const;
const long = (word: string) => Array.from({ length: 3000 }, (_, line) => `${word} ${line}`).join('\n');
const diff = (before: string, after: string) =>
  lineDiff(before, after).map(({ kind, text }) => `${marks[kind]}${text}`);

it('keeps the lines that both texts have', () => {
  expect(diff('a\nb\nc', 'a\nx\nc')).toEqual([' a', '-b', '+x', ' c']);
  expect(diff('a\nb\nc\nd', 'b\nd\ne')).toEqual(['-a', ' b', '-c', ' d', '+e']);
});

it('finds nothing between equal texts', () => expect(diff('a\nb', 'a\nb')).toEqual([' a', ' b']));

it('makes one text of the other', () => {
  const [before, after] = ['1\n2\n2\n3\n4', '2\n3\n3\n1\n4\n5'];
  const lines = lineDiff(before, after);
  const side = (not: string) => lines.flatMap(({ kind, text }) => (kind === not ? [] : [text])).join('\n');
  expect([side('added'), side('removed')]).toEqual([before, after]);
});

it('shows very long texts as replaced', () => {
  expect(lineDiff(long('a'), long('b'))).toHaveLength(6000);
});
