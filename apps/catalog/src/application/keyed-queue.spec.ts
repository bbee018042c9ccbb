import { expect, it } from 'vitest';
import { KeyedQueue } from './keyed-queue.js';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

it('runs tasks of one key in the order they came', async () => {
  const queue = new KeyedQueue();
  const seen: number[] = [];
  const task = (n: number, ms: number) => async () => {
    await pause(ms);
    seen.push(n);
  };
  await Promise.all([queue.run('a', task(1, 20)), queue.run('a', task(2, 0)), queue.run('a', task(3, 5))]);
  expect(seen).toEqual([1, 2, 3]);
});

it('lets other keys go first while one waits', async () => {
  const queue = new KeyedQueue();
  const seen: string[] = [];
  const slow = queue.run('a', async () => {
    await pause(20);
    seen.push('a');
  });
  await queue.run('b', async () => void seen.push('b'));
  await slow;
  expect(seen).toEqual(['b', 'a']);
});

it('goes on after a task that failed', async () => {
  const queue = new KeyedQueue();
  await expect(queue.run('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(queue.run('a', () => Promise.resolve(7))).resolves.toBe(7);
});
