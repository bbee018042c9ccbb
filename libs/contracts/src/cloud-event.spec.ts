import { describe, expect, it } from 'vitest';
import { cloudEventAttributes } from './cloud-event-attributes.js';
import { cloudEventHeaders, recordedEventFromHeaders } from './cloud-event.js';
import type { RecordedEvent } from './event.js';

const event: RecordedEvent = {
  id: '0197a3c2-0000-7000-8000-000000000001',
  type: 'VersionAdded',
  streamId: 'backend:größe-custom',
  position: 37,
  version: 2,
  schemaVersion: 1,
  recordedAt: '2026-11-23T10:00:00.000Z',
  data: { version: { name: '1.10' } },
  meta: { actor: 'user:jo', correlationId: 'c', reason: 'line one\r\nline: two' },
};
const log = { source: '/catalog', logId: 'l', epoch: '1' };

describe('CloudEvents headers of a recorded event', () => {
  it('give the same event back', () => {
    const headers = cloudEventHeaders(event, log);
    expect(recordedEventFromHeaders((name) => headers[name], event.data)).toEqual(event);
  });

  it('are those that are documented', () => {
    const all = { ...event, meta: { ...event.meta, causationId: 'x', traceparent: '00-a-b-01' } };
    const headers = cloudEventHeaders(all, log);
    expect(cloudEventAttributes.parse(headers)).toEqual(headers);
    expect(Object.keys(headers)).toEqual(Object.keys(cloudEventAttributes.shape));
    expect(cloudEventAttributes.safeParse(cloudEventHeaders(event, log)).success).toBe(true);
  });

  it('keep a reason with line breaks on one line', () => {
    expect(Object.values(cloudEventHeaders(event, log)).join('')).not.toMatch(/[\r\n]/);
  });

  it('are refused when the position is missing', () => {
    const { 'ce-position': _, ...headers } = cloudEventHeaders(event, log);
    expect(recordedEventFromHeaders((name) => (headers as Record<string, string>)[name], {})).toBeUndefined();
  });
});
