import { describe, expect, it } from 'vitest';
import { webhookFilters } from '@enginehouse/contracts';
import { follows, passes } from './filters.js';

const filters = (wish: object) => webhookFilters.parse(wish);
const event = { type: 'VersionAdded', streamId: 'backend:vllm' };

describe('the filters of a webhook', () => {
  it('let everything pass where they say nothing', () => {
    expect(passes(filters({}), event)).toBe(true);
    expect([follows(filters({}), 'catalog'), follows(filters({}), 'scheduling')]).toEqual([true, true]);
  });

  it.each([
    [{ types: ['VersionAdded'] }, true],
    [{ types: ['VersionRemoved', 'Version*'] }, true],
    [{ types: ['Backend*'] }, false],
    [{ types: ['*'] }, true],
    [{ subjects: ['backend:vllm'] }, true],
    [{ subjects: ['backend:vll'] }, false],
    [{ subjects: ['backend:*'] }, true],
    [{ subjects: ['deployment:*'] }, false],
    [{ types: ['Version*'], subjects: ['deployment:*'] }, false],
    [{ types: ['Backend*'], subjects: ['backend:*'] }, false],
  ])('%j: %s', (wish, expected) => {
    expect(passes(filters(wish), event)).toBe(expected);
  });

  it('choose the logs', () => {
    expect(follows(filters({ logs: ['scheduling'] }), 'catalog')).toBe(false);
    expect(follows(filters({ logs: ['scheduling'] }), 'scheduling')).toBe(true);
  });

  it('are refused where they could never match', () => {
    for (const wish of [
      { types: ['VersionAddded'] },
      { types: ['*Added'] },
      { subjects: [''] },
      { logs: ['runtime'] },
    ]) {
      expect([wish, webhookFilters.safeParse(wish).success]).toEqual([wish, false]);
    }
  });
});
