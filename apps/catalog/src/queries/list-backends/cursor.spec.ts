import { expect, it } from 'vitest';
import { cursorOf, keyOfCursor } from './cursor.js';

it('comes back to the key it was made from', () => {
  expect(keyOfCursor(cursorOf('vLLM'))).toBe('vllm');
});

it.each(['', 'garbage', Buffer.from('b1:').toString('base64url'), Buffer.from('x1:vllm').toString('base64url')])(
  'knows that %j is no cursor of ours',
  (text) => {
    expect(keyOfCursor(text)).toBeNull();
  },
);
