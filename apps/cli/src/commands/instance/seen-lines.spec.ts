import { describe, expect, it } from 'vitest';
import { SeenLines } from './seen-lines.js';

const line = (seconds: string, text: string) =>
  ({ stream: 'stdout', at: `2026-01-02T12:00:${seconds}Z`, line: text }) as const;

describe('lines that were shown', () => {
  it('are passed over when they come again, as often as they came', () => {
    const seen = new SeenLines();
    expect([line('01.5', 'a'), line('01.5', 'a'), line('02.0', 'b')].map((each) => seen.isNew(each))).toEqual([
      true,
      true,
      true,
    ]);
    expect(seen.resume()).toBe('2026-01-02T12:00:01.000Z');
    const again = [line('01.5', 'a'), line('01.5', 'a'), line('01.5', 'a'), line('02.0', 'b'), line('02.0', 'c')];
    expect(again.map((each) => seen.isNew(each))).toEqual([false, false, true, false, true]);
  });

  it('are known over several breaks', () => {
    const seen = new SeenLines();
    seen.isNew(line('05.0', 'a'));
    seen.resume();
    expect(seen.resume()).toBe('2026-01-02T12:00:04.000Z');
    expect(seen.isNew(line('05.0', 'a'))).toBe(false);
    expect(seen.isNew(line('05.1', 'b'))).toBe(true);
    seen.resume();
    expect([line('05.0', 'a'), line('05.1', 'b')].map((each) => seen.isNew(each))).toEqual([false, false]);
  });

  it('cannot tell from when to go on where no line has a time', () => {
    const seen = new SeenLines();
    seen.isNew({ stream: 'stdout', line: 'a' });
    expect(seen.resume()).toBeUndefined();
  });
});
