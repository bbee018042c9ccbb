import { describe, expect, it } from 'vitest';
import { describeExit } from './container-state.js';

describe('the end of a container in words', () => {
  it.each([
    [0, false, 'ended by itself (exit code 0)'],
    [1, false, 'failed with exit code 1'],
    [127, false, 'the program was not found (exit code 127)'],
    [137, true, 'ran out of memory (exit code 137)'],
    [137, false, 'was ended by SIGKILL (exit code 137)'],
    [139, false, 'was ended by SIGSEGV (exit code 139)'],
    [128, false, 'failed with exit code 128'],
  ])('%i, out of memory %s: %s', (exitCode, oomKilled, words) => {
    expect(describeExit({ exitCode, oomKilled })).toBe(words);
  });
});
