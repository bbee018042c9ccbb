import { afterAll, beforeAll, beforeEach } from 'vitest';
import { FakeApi } from './fake-api.js';
import { runHere, type Ran } from './run-here.js';

type Surroundings = Parameters<typeof runHere>[1];

/** An API for the tests of one file, and the command line connected to it. */
export function useFakeApi() {
  let started: FakeApi | undefined;
  const current = (): FakeApi => {
    if (!started) throw new Error('the API runs only within tests');
    return started;
  };
  beforeAll(async () => {
    started = await FakeApi.start();
  });
  afterAll(() => current()[Symbol.asyncDispose]());
  beforeEach(() => {
    current().seen.length = 0;
  });
  const on: FakeApi['on'] = (address, answer) => current().on(address, answer);
  return {
    on,
    last: () => current().last(),
    seen: () => current().seen,
    url: () => current().url,
    /** Runs a line of words that hold no blanks. */
    run: (line: string, more: Surroundings = {}): Promise<Ran> =>
      runHere(line.split(' '), {
        ...more,
        env: { ENGINEHOUSE_URL: current().url, ENGINEHOUSE_TOKEN: 'secret-token', ...more.env },
      }),
  };
}
