import type { NewEvent } from '@enginehouse/contracts';
import { newEventId } from '../event-id.js';

/** An event for tests; every call makes another one. */
export const anEvent = (data: unknown = { n: 1 }, more: Partial<NewEvent> = {}): NewEvent => ({
  id: newEventId(),
  type: 'SomethingHappened',
  schemaVersion: 1,
  data,
  meta: { actor: 'user:tester', correlationId: 'c-1' },
  ...more,
});
