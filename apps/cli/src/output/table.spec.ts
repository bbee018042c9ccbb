import { expect, it } from 'vitest';
import { length, table, type Column } from './table.js';

interface Row {
  readonly name: string;
  readonly text: string;
}

const columns: readonly Column<Row>[] = [
  { header: 'NAME', value: ({ name }) => name },
  { header: 'TEXT', value: ({ text }) => text, shrinks: true },
];

it('makes columns as wide as their content', () => {
  const rows = [
    { name: 'a', text: 'short' },
    { name: 'longer', text: 'x' },
  ];
  expect(table(columns, rows, undefined)).toBe('NAME    TEXT\na       short\nlonger  x\n');
});

it('shortens what may give way until it fits the terminal', () => {
  const [, line = ''] = table(columns, [{ name: 'fixed', text: 'a'.repeat(50) }], 30).split('\n');
  expect(line).toBe(`fixed  ${'a'.repeat(22)}…`);
  expect(length(line)).toBe(30);
});

it('never shortens what may not, nor anything where there is no terminal', () => {
  const row = { name: 'n'.repeat(40), text: 'a'.repeat(50) };
  expect(table(columns, [row], 20)).toContain(row.name);
  expect(table(columns, [row], undefined)).toContain(row.text);
});

it('lets one long cell stand out where there is no terminal, and keeps the other rows together', () => {
  const three: readonly Column<Row>[] = [...columns, { header: 'END', value: () => 'end' }];
  const rows = [
    { name: 'a', text: 'x'.repeat(100) },
    { name: 'b', text: 'y' },
  ];
  const [, long, short] = table(three, rows, undefined).split('\n');
  expect(long).toBe(`a     ${'x'.repeat(100)}  end`);
  expect(short).toBe(`b     y${' '.repeat(39)}  end`);
});

it('puts a value on one line and takes its power over the terminal away', () => {
  const shown = table(columns, [{ name: 'evil', text: 'a\nb\u001b[2J\u202e' }], undefined);
  expect(shown.split('\n')).toHaveLength(3);
  expect(shown).not.toContain('\u001b');
  expect(shown).not.toContain('\u202e');
});

it('counts wide characters as two', () => {
  expect(length('模型')).toBe(4);
  const rows = [
    { name: '模型', text: 'x' },
    { name: 'abcd', text: 'y' },
  ];
  expect(table(columns, rows, undefined)).toBe('NAME  TEXT\n模型  x\nabcd  y\n');
});

it('colours without moving anything', () => {
  const painted: readonly Column<Row>[] = [
    { header: 'NAME', value: ({ name }) => name, paint: (text) => `<${text}>` },
    { header: 'TEXT', value: ({ text }) => text },
  ];
  expect(table(painted, [{ name: 'a', text: 'x' }], undefined)).toBe('NAME  TEXT\n<a>     x\n');
});
