import { describe, expect, it } from 'vitest';
import { AnswerMemory, type Question } from './answer-memory.js';

const answer = (body: string) => ({ type: 'application/json', body });
const memoryOf = (bytes = 1_000_000, keepMs = 1000) => {
  const memory = new AnswerMemory({ bytes, keepMs });
  const put = (key: string, about: Question['about'], body = key) => {
    const asking = memory.begin({ key, about });
    memory.keep(asking, answer(body), 0);
    memory.end(asking);
  };
  return { memory, put, has: (key: string, now = 0) => memory.find(key, now) !== undefined };
};

describe('a memory of answers', () => {
  it('forgets what is about a backend, and what is about all, but nothing else', () => {
    const { memory, put, has } = memoryOf();
    put('/a', 'a');
    put('/A', 'a');
    put('/b', 'b');
    put('/', null);
    memory.forget(['a']);
    expect(['/a', '/A', '/b', '/'].map((key) => has(key))).toEqual([false, false, true, false]);
    memory.forget([]);
    expect(has('/b')).toBe(true);
    memory.forget(null);
    expect(memory.size).toBe(0);
  });

  it('does not keep what was asked for before it was to be forgotten', () => {
    const { memory, has } = memoryOf();
    const asked = [memory.begin({ key: '/a', about: 'a' }), memory.begin({ key: '/b', about: 'b' })];
    memory.forget(['a']);
    asked.forEach((asking) => memory.keep(asking, answer('old'), 0));
    expect(['/a', '/b'].map((key) => has(key))).toEqual([false, true]);
  });

  it('does not keep an answer that nobody waits for any more', () => {
    const { memory, has } = memoryOf();
    const asking = memory.begin({ key: '/a', about: 'a' });
    memory.end(asking);
    memory.forget(['a']);
    memory.keep(asking, answer('old'), 0);
    expect(has('/a')).toBe(false);
  });

  it('makes room by what was not asked for longest', () => {
    const { put, has } = memoryOf(20_000);
    const text = 'x'.repeat(1000);
    for (let n = 0; n < 12; n += 1) put(`/${n}`, String(n), text);
    expect(has('/0')).toBe(true);
    put('/12', '12', text);
    put('/13', '13', text);
    expect(['/0', '/1', '/13'].map((key) => has(key))).toEqual([true, false, true]);
  });

  it('keeps nothing that would take most of the room, and nothing for ever', () => {
    const { put, has } = memoryOf(20_000);
    put('/large', 'large', 'x'.repeat(10_000));
    put('/small', 'small');
    expect(['/large', '/small'].map((key) => has(key, 999))).toEqual([false, true]);
    expect(has('/small', 1000)).toBe(false);
  });
});
