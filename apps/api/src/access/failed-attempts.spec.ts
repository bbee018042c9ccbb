import { describe, expect, it } from 'vitest';
import { FailedAttempts } from './failed-attempts.js';

const failTimes = (attempts: FailedAttempts, count: number, address: string, now: number) =>
  Array.from({ length: count }, () => attempts.fail(address, now)).at(-1);

describe('failed attempts', () => {
  it('are borne thirty times a minute, each address for itself', () => {
    const attempts = new FailedAttempts();
    expect(failTimes(attempts, 30, 'a', 0)).toBeUndefined();
    expect(attempts.fail('a', 15_000)).toBe(45);
    expect(attempts.fail('b', 15_000)).toBeUndefined();
  });

  it('are forgotten after a minute', () => {
    const attempts = new FailedAttempts();
    failTimes(attempts, 40, 'a', 0);
    expect(attempts.fail('a', 60_000)).toBeUndefined();
  });

  it('take bounded memory, however many addresses they come from', () => {
    const attempts = new FailedAttempts();
    failTimes(attempts, 31, 'first', 0);
    for (let index = 0; index < 10_000; index += 1) {
      attempts.fail(`address-${index}`, 1);
    }
    expect(attempts.fail('first', 2)).toBeUndefined();
  });
});
