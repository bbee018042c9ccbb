import { describe, expect, it } from 'vitest';
import { exitCodeName, exitDetail } from './exit-detail.js';

describe('the end of a container in words', () => {
  it.each([
    [{ exitCode: 0, oomKilled: false }, 'ended by itself (exit code 0)'],
    [{ exitCode: 1, oomKilled: false }, 'exited with code 1'],
    [{ exitCode: 127, oomKilled: false }, 'program not found in the image (exit code 127)'],
    [{ exitCode: 139, oomKilled: false }, 'killed by signal SIGSEGV, a memory fault (exit code 139)'],
    [{ exitCode: 200, oomKilled: false }, 'exited with code 200'],
    [{ exitCode: null, oomKilled: false }, 'the container is gone; something else removed it'],
  ])('%j is "%s"', (exit, words) => {
    expect(exitDetail(exit)).toBe(words);
  });

  it('names the limit that was exceeded', () => {
    const exit = { exitCode: 137, oomKilled: true };
    expect(exitDetail(exit, 512)).toBe('killed by the kernel: out of memory (limit 512 MiB)');
    expect(exitDetail(exit)).toBe('killed by the kernel: out of memory (the memory of the host)');
  });

  it('keeps what the engine said', () => {
    expect(exitDetail({ exitCode: 128, oomKilled: false, engineError: 'no such device' })).toContain('no such device');
  });
});

it('names every kind of end by a stable code', () => {
  expect(exitCodeName({ exitCode: 137, oomKilled: true })).toBe('out-of-memory');
  expect(exitCodeName({ exitCode: null, oomKilled: false })).toBe('container-vanished');
  expect(exitCodeName({ exitCode: 0, oomKilled: false })).toBe('ended-by-itself');
  expect(exitCodeName({ exitCode: 3, oomKilled: false })).toBe('exited');
});
