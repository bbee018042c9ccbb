import { serviceView } from '../index.js';
import { z } from 'zod';
import { listOf } from './parts.js';
import { defineRoute, type Route } from './route.js';

const read = { method: 'GET', tag: 'meta', access: 'public' } as const;
const eventType = z.object({
  type: z.string().describe('`ce-type`'),
  log: z.string(),
  stream: z.string().describe('On JetStream'),
  subject: z.string().describe('On NATS; the name in braces is escaped'),
  source: z.string().describe('`ce-source`'),
  schemaVersion: z.number().int().describe('`ce-schemaversion` of events that are written today'),
  description: z.string(),
  url: z.string().describe('Where its schema is'),
});
const jsonSchema = z.record(z.string(), z.unknown());

/** What describes the API itself. */
export const metaRoutes = {
  openapi: defineRoute({
    ...read,
    path: '/v1/openapi.json',
    operation: 'openApi',
    summary: 'This description',
    answer: { status: 200, description: 'OpenAPI 3.1', schema: jsonSchema },
    errors: [],
  }),
  schemas: defineRoute({
    ...read,
    path: '/v1/schemas',
    operation: 'listSchemas',
    summary: 'Lists the event types and where each schema is',
    answer: {
      status: 200,
      description: 'All event types',
      schema: listOf(eventType),
    },
    errors: [],
  }),
  schema: defineRoute({
    ...read,
    path: '/v1/schemas/{type}',
    operation: 'getSchema',
    summary: "JSON Schema of an event type's data",
    params: z.object({ type: z.string() }),
    answer: { status: 200, description: 'JSON Schema, draft 2020-12', schema: jsonSchema },
    errors: ['not-found'],
  }),
  services: defineRoute({
    ...read,
    access: 'viewer',
    path: '/v1/services',
    operation: 'listServices',
    summary: 'Lists the services of this installation and which of them are ready',
    answer: { status: 200, description: 'All services, ready or not', schema: listOf(serviceView) },
    errors: [],
  }),
} satisfies Record<string, Route>;
