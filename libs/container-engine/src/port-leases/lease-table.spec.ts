import { describe, expect, it } from 'vitest';
import { candidates, emptyTable, parseTable, portOf, printTable, withLease, withoutLease } from './lease-table.js';

const range = { from: 100, to: 104 };

describe('a table of leases', () => {
  it('offers the ports nobody holds, going on after the last one', () => {
    expect(candidates(emptyTable(range))).toEqual([100, 101, 102, 103, 104]);
    const table = withLease(withLease(emptyTable(range), 'a', 100), 'b', 102);
    expect(candidates(table)).toEqual([103, 104, 101]);
  });

  it('lets a port that was given back rest until its turn comes again', () => {
    const table = withoutLease(withLease(emptyTable(range), 'a', 100), 'a');
    expect(candidates(table)).toEqual([101, 102, 103, 104, 100]);
  });

  it('frees the port an owner held before', () => {
    const table = withLease(withLease(emptyTable(range), 'a', 100), 'a', 101);
    expect(table.leases).toEqual({ a: 101 });
  });

  it('is the same after printing and parsing', () => {
    const table = withLease(emptyTable(range), '__proto__', 104);
    expect(parseTable(printTable(table), range)).toEqual(table);
    expect(portOf(table, '__proto__')).toBe(104);
    expect(portOf(table, 'constructor')).toBeUndefined();
  });

  it.each([
    '',
    'null',
    '[]',
    '{}',
    '{"leases":[]}',
    '{"leases":{"a":"1"}}',
    '{"leases":{"a":1,"b":1}}',
    '{"leases":{"a":70000}}',
  ])('is not made from %j', (text) => {
    expect(parseTable(text, range)).toBeNull();
  });

  it('keeps leases outside a range that was changed, and offers only the new range', () => {
    const table = parseTable('{"leases":{"a":7},"next":8}', range);
    expect(table?.leases).toEqual({ a: 7 });
    expect(candidates(table ?? emptyTable(range))).toEqual([100, 101, 102, 103, 104]);
  });
});
