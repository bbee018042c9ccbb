import { describe, expect, it } from 'vitest';
import { merge } from './merge.js';
import { serverSentEvent, withPings } from './server-sent-events.js';
import { formatPosition, parsePosition } from './stream-position.js';

async function* later<T>(values: readonly T[], ms: number): AsyncGenerator<T> {
  for (const value of values) {
    await new Promise((resolve) => setTimeout(resolve, ms));
    yield value;
  }
}

describe('a server-sent event', () => {
  it('is one line of data whatever it holds, without secrets', () => {
    const text = serverSentEvent({ id: 'catalog-1', data: { a: 'x\ny\n\nid: 9', secret: 'sealed:v1:abc' } });
    expect(text).toBe('id: catalog-1\ndata: {"a":"x\\ny\\n\\nid: 9","secret":"********"}\n\n');
  });
});

describe('pings', () => {
  it('fill silence and disturb nothing', async () => {
    const seen: string[] = [];
    for await (const text of withPings(later(['a', 'b'], 25), 10)) {
      seen.push(text);
    }
    expect(seen.filter((text) => !text.startsWith(':'))).toEqual(['a', 'b']);
    expect(seen.filter((text) => text.startsWith(':')).length).toBeGreaterThanOrEqual(2);
  });
});

describe('merged sources', () => {
  it('come in the order they happen, until the first one ends', async () => {
    const seen: string[] = [];
    for await (const value of merge([later(['a1', 'a2', 'a3'], 30), later(['b1', 'b2'], 40)])) {
      seen.push(value);
    }
    expect(seen).toEqual(['a1', 'b1', 'a2', 'b2']);
  });
});

describe('the position in a stream', () => {
  it.each([
    ['catalog-12', { catalog: 12 }],
    ['scheduling-34', { scheduling: 34 }],
    ['marketplace-7', { marketplace: 7 }],
    ['catalog-12,scheduling-34', { catalog: 12, scheduling: 34 }],
    ['catalog-12,scheduling-34,marketplace-7', { catalog: 12, scheduling: 34, marketplace: 7 }],
  ])('%s is read as it was written', (text, position) => {
    expect(parsePosition(text)).toEqual(position);
    expect(formatPosition(position)).toBe(text);
  });

  it.each(['', '12', 'catalog', 'catalog-x', 'catalog-1,', 'other-1', 'catalog--1'])('%j is none', (text) => {
    expect(parsePosition(text)).toBeUndefined();
  });
});
