import { describe, expect, it } from 'vitest';
import { dayRange, sentPolicy, weekend } from './policy-values.js';

const named = (days: Parameters<typeof dayRange>[0]) => dayRange(days, (day) => day);

describe('a rule for updates', () => {
  it('has its window only where something is done by itself', () => {
    const window = weekend('UTC');
    expect(sentPolicy({ mode: 'notify', window })).toEqual({ mode: 'notify' });
    expect(sentPolicy({ mode: 'add-versions', window })).toEqual({ mode: 'add-versions', window });
    expect(sentPolicy({ mode: 'add-versions' })).toEqual({ mode: 'add-versions' });
  });

  it('names days that follow each other as a range', () => {
    expect(named(['mon', 'tue', 'wed'])).toBe('mon–wed');
    expect(named(['sun', 'sat'])).toBe('sat, sun');
    expect(named(['mon', 'wed', 'fri'])).toBe('mon, wed, fri');
    expect(named(['tue'])).toBe('tue');
  });
});
