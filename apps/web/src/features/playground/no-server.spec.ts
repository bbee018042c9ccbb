import { expect, it } from 'vitest';
import { noServer } from './no-server.js';

it('calls a server that cannot be reached what it is, not a fault of the page', () => {
  expect(noServer(new TypeError('Failed to fetch'))).toMatchObject({
    code: 'unavailable',
    title: 'A service does not answer',
    detail: 'Enginehouse does not answer: Failed to fetch.',
  });
});
