import { expect, it } from 'vitest';
import { whatAnswered } from './what-answered.js';

const answers = (...all: readonly Promise<string>[]) => Promise.allSettled(all);
const away = () => Promise.reject(new Error('does not answer'));

it('leaves out what does not answer', async () => {
  expect(whatAnswered(await answers(Promise.resolve('a'), away()))).toEqual(['a', undefined]);
});

it('fails where nobody answers, rather than to say that there is nothing', async () => {
  const settled = await answers(away(), away());
  expect(() => whatAnswered(settled)).toThrow('does not answer');
});
