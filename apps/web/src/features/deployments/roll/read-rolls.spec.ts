import { describe, expect, it } from 'vitest';
import { markRead, wasRead } from './read-rolls.js';

const first = { startedAt: '2026-01-01T00:00:00.000Z' };
const second = { startedAt: '2026-01-02T00:00:00.000Z' };

function storageOf(kept?: string): Storage {
  const values = new Map(kept === undefined ? [] : [['enginehouse.read-rolls', kept]]);
  return {
    length: 0,
    key: () => null,
    clear: () => values.clear(),
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
}

describe('the end of a roll that was put away', () => {
  it('stays away, and the next roll of the deployment and those of others are shown', () => {
    const storage = storageOf();
    expect(wasRead('chat', first, storage)).toBe(false);
    markRead('chat', first, storage);
    expect(wasRead('chat', first, storage)).toBe(true);
    expect(wasRead('chat', second, storage)).toBe(false);
    expect(wasRead('other', first, storage)).toBe(false);
  });

  it('is forgotten after many others', () => {
    const storage = storageOf();
    markRead('chat', first, storage);
    for (let number = 0; number < 50; number += 1) markRead(`other-${number}`, first, storage);
    expect(wasRead('chat', first, storage)).toBe(false);
    expect(wasRead('other-49', first, storage)).toBe(true);
  });

  it('is shown where what the browser kept cannot be read, and can be put away again', () => {
    const storage = storageOf('{"not": "a list"');
    expect(wasRead('chat', first, storage)).toBe(false);
    markRead('chat', first, storage);
    expect(wasRead('chat', first, storage)).toBe(true);
  });
});
