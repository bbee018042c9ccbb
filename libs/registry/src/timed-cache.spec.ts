import { describe, expect, it } from 'vitest';
import { TimedCache } from './timed-cache.js';

function cacheOf(entries = 10) {
  const clock = { now: 0 };
  const loads: string[] = [];
  const cache = new TimedCache<string>({
    keepMs: 1000,
    entries,
    isWorthKeeping: (value) => !value.startsWith('bad'),
    now: () => clock.now,
  });
  const get = (key: string, value = 'good', fresh = false) =>
    cache.get(
      key,
      async () => {
        loads.push(key);
        await new Promise((resolve) => setImmediate(resolve));
        return value;
      },
      { fresh },
    );
  return { clock, loads, get };
}

describe('a timed cache', () => {
  it('loads once for everybody who asks at the same time', async () => {
    const { get, loads } = cacheOf();
    expect(await Promise.all([get('a'), get('a'), get('b')])).toEqual(['good', 'good', 'good']);
    expect(loads).toEqual(['a', 'b']);
  });

  it('forgets when the time is over', async () => {
    const { get, loads, clock } = cacheOf();
    await get('a');
    clock.now = 999;
    await get('a');
    clock.now = 1000;
    await get('a');
    expect(loads).toEqual(['a', 'a']);
  });

  it('keeps no failure', async () => {
    const { get, loads } = cacheOf();
    await get('a', 'bad');
    expect(await get('a')).toBe('good');
    expect(loads).toEqual(['a', 'a']);
  });

  it('passes over what it kept where a fresh answer is asked for', async () => {
    const { get } = cacheOf();
    await get('a', 'old');
    expect(await get('a', 'new', true)).toBe('new');
    expect(await get('a')).toBe('new');
  });

  it('lets the oldest make room', async () => {
    const { get, loads } = cacheOf(1);
    await get('a');
    await get('b');
    await get('a');
    expect(loads).toEqual(['a', 'b', 'a']);
  });

  it('asks again after a load that threw', async () => {
    const { get } = cacheOf();
    const cache = new TimedCache<string>({ keepMs: 1, entries: 1, isWorthKeeping: () => true, now: () => 0 });
    await expect(cache.get('a', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
    expect(await cache.get('a', () => get('a'))).toBe('good');
  });
});
