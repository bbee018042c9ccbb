import { expect, it } from 'vitest';
import { linesOf } from './lines.js';
import { serverSentEvents } from './server-sent-events.js';

async function* pieces(...texts: readonly string[]): AsyncGenerator<string> {
  yield* texts;
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

it('finds lines however the text is cut', async () => {
  expect(await all(linesOf(pieces('a', 'b\nc\r', '\n\nlast')))).toEqual(['ab', 'c', '', 'last']);
  expect(await all(linesOf(pieces()))).toEqual([]);
});

it('reads server-sent events, their ids and names, and passes over comments', async () => {
  const text = 'retry: 2000\n\n: ping\n\nid: catalog-1\ndata: {"a":1}\n\nevent: end\ndata: x\ndata: y\n\ndata: cut off';
  expect(await all(serverSentEvents(pieces(text.slice(0, 25), text.slice(25))))).toEqual([
    { id: 'catalog-1', name: 'message', data: '{"a":1}' },
    { id: 'catalog-1', name: 'end', data: 'x\ny' },
  ]);
});

it('tells where a stream stands before its first event', async () => {
  expect(await all(serverSentEvents(pieces('retry: 1\n\nid: catalog-7\n\n')))).toEqual([
    { id: 'catalog-7', name: 'message', data: '' },
  ]);
});
