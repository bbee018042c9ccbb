import { eventTypes, type EventTypeInfo } from '@enginehouse/contracts';
import { z } from 'zod';

/** What other services need to know of an event type: how it is published and what its data is. */
export interface EventSchema extends Omit<EventTypeInfo, 'data' | 'kind'> {
  /** JSON Schema of the data, draft 2020-12. */
  readonly schema: object;
}

/** The schema of every event type. */
export const eventSchemas: ReadonlyMap<string, EventSchema> = new Map(
  eventTypes.map((each) => [each.type, schemaOf(each)]),
);

function schemaOf({ data, kind: _kind, ...info }: EventTypeInfo): EventSchema {
  const { type, description, schemaVersion, log, stream, subject, source } = info;
  const about = { $id: `/v1/schemas/${type}`, title: type, description };
  const published = { 'x-event': { type, schemaVersion, log, stream, subject, source } };
  return { ...info, schema: { ...about, ...published, ...z.toJSONSchema(data, { io: 'input' }) } };
}
