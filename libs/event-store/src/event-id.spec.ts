import { describe, expect, it } from 'vitest';
import { newEventId } from './event-id.js';

const uuid = (version: number) =>
  new RegExp(`^[0-9a-f]{8}-[0-9a-f]{4}-${version}[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`);

describe('event ids', () => {
  it('are UUIDv7 that sort by time where they are new', () => {
    expect(newEventId()).toMatch(uuid(7));
    expect(newEventId(1_700_000_000_000) < newEventId(1_700_000_000_001)).toBe(true);
    expect(newEventId()).not.toBe(newEventId());
  });
});
