import { streamKinds } from '@enginehouse/contracts';
import { z } from 'zod';

/** What other services need to know of an event type: where it is published and what its data is. */
export interface EventSchema {
  readonly type: string;
  /** Subject on NATS; the name in it is escaped. */
  readonly subject: string;
  readonly schema: object;
}

/** The schema of every event type. */
export const eventSchemas: ReadonlyMap<string, EventSchema> = new Map(
  Object.values(streamKinds).flatMap(({ subject: prefix, events }) =>
    Object.entries<z.ZodType>(events).map(([type, data]) => {
      const schema = { $id: `/v1/schemas/${type}`, title: type, ...z.toJSONSchema(data, { io: 'input' }) };
      return [type, { type, subject: `${prefix}.${type}`, schema }] as const;
    }),
  ),
);
