import { allEvents, streams } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { eventSchemas } from './event-schemas.js';

/** Whether a NATS subject with `>` at its end covers another. */
const covers = (pattern: string, subject: string) => subject.startsWith(pattern.replace(/>$/, ''));

describe('the schemas of events', () => {
  it('are there for every type of all logs', () => {
    expect([...eventSchemas.keys()]).toEqual(Object.keys(allEvents));
  });

  it.each([...eventSchemas.values()])('say of $type what it is and where it is published', (info) => {
    const { type, stream, subject, schemaVersion, log, source, description, schema } = info;
    const published = { type, schemaVersion, log, stream, subject, source };
    expect(schema).toMatchObject({ $id: `/v1/schemas/${type}`, title: type, description, type: 'object' });
    expect(schema).toMatchObject({ 'x-event': published });
    expect(description).toMatch(/^[A-Z].{10,}\.$/);
    expect(subject).toMatch(new RegExp(`^${log}\\.\\w+\\.\\{\\w+\\}\\.${type}$`));
    expect(streams[stream as keyof typeof streams].subjects.some((each) => covers(each, subject))).toBe(true);
  });
});
