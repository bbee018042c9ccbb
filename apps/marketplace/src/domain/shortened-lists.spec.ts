import { expect, it } from 'vitest';
import { listsForEvent, listsForReport } from './shortened-lists.js';

const names = (count: number) => Array.from({ length: count }, (_, index) => `entry-${index}`);
const rejected = (count: number, detail = 'is no image') =>
  names(count).map((name, index) => ({
    position: index + 1,
    name,
    errors: [{ code: 'bad', path: ['image'], detail }],
  }));
const lists = (count: number, detail?: string) => ({
  added: names(count),
  changed: names(count),
  withdrawn: names(count),
  rejected: rejected(count, detail),
  warnings: names(count).map((name) => ({ name, code: 'no-icon', detail: 'The icon is no picture.' })),
});

it('cuts reports at a thousand, and earlier where a message on the bus could not hold them', () => {
  const report = listsForReport(lists(1500));
  expect(Object.values(report).map((list) => list.length)).toEqual([1000, 1000, 1000, 1000, 1000]);
  const long = listsForReport(lists(1500, 'x'.repeat(10_000)));
  expect(long.rejected.length).toBeGreaterThan(10);
  expect(Buffer.byteLength(JSON.stringify(long))).toBeLessThan(700_000);
});

it('cuts events at two hundred, and says of what is rejected only the first reason', () => {
  const event = listsForEvent(lists(1500, 'y'.repeat(10_000)));
  expect(Object.values(event).map((list) => list.length)).toEqual([200, 200, 200, 200]);
  expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(200_000);
  const [first] = listsForEvent(lists(1)).rejected;
  expect(first).toEqual({ position: 1, name: 'entry-0', detail: 'image: is no image' });
  const two = {
    position: 2,
    name: null,
    errors: [
      { code: 'a', path: [], detail: 'One.' },
      { code: 'b', path: [], detail: 'Two.' },
    ],
  };
  expect(listsForEvent({ ...lists(0), rejected: [two] }).rejected[0]?.detail).toBe('One. (and 1 more)');
});
