import { describe, expect, it } from 'vitest';
import { KnownEntries } from './known-entries.js';

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

function entriesWith(remembered: Record<string, number>, graceMs = 60_000) {
  const unreadable: string[] = [];
  let changes = 0;
  const entries = new KnownEntries<number>(new Map(Object.entries(remembered)), {
    parse: (value) => (typeof value === 'number' ? value : undefined),
    onChange: () => (changes += 1),
    onUnreadable: (key) => unreadable.push(key),
    graceMs,
  });
  const handler = entries.handler();
  const tell = { entry: handler.entry.bind(handler), ready: () => handler.ready?.() };
  return {
    entries: tell,
    watchAgain: () => entries.handler(),
    unreadable,
    known: () => Object.fromEntries(entries.known),
    changes: () => changes,
  };
}

describe('the known entries of a bucket', () => {
  it('are what is remembered until the bucket was seen whole', () => {
    const { entries, known } = entriesWith({ a: 1, b: 2 });
    entries.entry('a', 10);
    expect(known()).toEqual({ a: 10, b: 2 });
    entries.ready();
    expect(known()).toEqual({ a: 10 });
  });

  it('follow every change', async () => {
    const { entries, known } = entriesWith({});
    entries.ready();
    entries.entry('a', 1);
    entries.entry('b', 2);
    entries.entry('a', null);
    await settle();
    expect(known()).toEqual({ b: 2 });
  });

  it('can all be deleted, one by one', async () => {
    const { entries, known } = entriesWith({});
    entries.entry('a', 1);
    entries.ready();
    entries.entry('a', null);
    await settle();
    expect(known()).toEqual({});
  });

  it('stay in use when the bucket comes back empty, until its owner has filled it again', async () => {
    const { entries, known } = entriesWith({}, 30);
    ['a', 'b', 'c'].forEach((key) => entries.entry(key, 1));
    entries.ready();
    ['a', 'b', 'c'].forEach((key) => entries.entry(key, null));
    entries.ready();
    await settle();
    expect(known()).toEqual({ a: 1, b: 1, c: 1 });
    entries.entry('a', 2);
    entries.entry('b', 2);
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(known()).toEqual({ a: 2, b: 2 });
  });

  it('stay in use when a remembered bucket is found empty at the start', async () => {
    const { entries, known } = entriesWith({ a: 1 }, 20);
    entries.ready();
    expect(known()).toEqual({ a: 1 });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(known()).toEqual({});
  });

  it('go when a fresh look no longer shows them', () => {
    const { entries, known } = entriesWith({});
    ['a', 'b'].forEach((key) => entries.entry(key, 1));
    entries.ready();
    entries.entry('b', null);
    entries.ready();
    expect(known()).toEqual({ a: 1 });
  });

  it('go when a new watch no longer shows them', () => {
    const { entries, watchAgain, known } = entriesWith({});
    ['a', 'b'].forEach((key) => entries.entry(key, 1));
    entries.ready();
    const fresh = watchAgain();
    fresh.entry('a', 2);
    expect(known()).toEqual({ a: 2, b: 1 });
    fresh.ready?.();
    expect(known()).toEqual({ a: 2 });
  });

  it('keep their value when what comes cannot be read', () => {
    const { entries, known, unreadable, changes } = entriesWith({ a: 1 });
    entries.entry('a', 'nonsense');
    expect([known(), unreadable, changes()]).toEqual([{ a: 1 }, ['a'], 0]);
  });
});
