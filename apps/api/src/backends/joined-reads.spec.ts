import { expect, it } from 'vitest';
import { JoinedReads } from './joined-reads.js';

interface Started {
  readonly resolve: (value: number) => void;
  readonly reject: (error: Error) => void;
}

function reads() {
  const joined = new JoinedReads<number>();
  const started: Started[] = [];
  const read = () => new Promise<number>((resolve, reject) => void started.push({ resolve, reject }));
  return { started, ask: (key = 'a') => joined.run(key, read) };
}

/** Lets everything that is due happen. */
const settled = () => new Promise(setImmediate);

it('starts a read at once where none is under way', async () => {
  const { started, ask } = reads();
  const first = ask();
  started[0]?.resolve(1);
  expect(await first).toBe(1);
  const second = ask();
  started[1]?.resolve(2);
  expect(await second).toBe(2);
});

it('lets those that come meanwhile share one that starts after they came', async () => {
  const { started, ask } = reads();
  const first = ask();
  const late = [ask(), ask(), ask()];
  expect(started).toHaveLength(1);
  started[0]?.resolve(1);
  expect(await first).toBe(1);
  await settled();
  const later = ask();
  expect(started).toHaveLength(2);
  started[1]?.resolve(2);
  expect(await Promise.all(late)).toEqual([2, 2, 2]);
  await settled();
  started[2]?.resolve(3);
  expect(await later).toBe(3);
});

it('has reads of different things go side by side', () => {
  const { started, ask } = reads();
  void ask('a');
  void ask('b');
  expect(started).toHaveLength(2);
});

it('tells of a failure only those whose read it was', async () => {
  const { started, ask } = reads();
  const first = ask();
  const second = ask();
  started[0]?.reject(new Error('lost'));
  await expect(first).rejects.toThrow('lost');
  await settled();
  started[1]?.resolve(2);
  expect(await second).toBe(2);
});
