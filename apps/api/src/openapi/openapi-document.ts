import { errorCodes, problem, type ErrorCode } from '@enginehouse/contracts';
import { z } from 'zod';
import type { Route } from '@enginehouse/contracts/http';
import { SchemaCollector } from './components.js';

const version = '0.1.0';
/** What pages of the console come with. */
const session = {
  type: 'apiKey',
  in: 'cookie',
  name: 'enginehouse_session',
  description:
    'From POST /v1/session; over TLS the name begins with `__Host-`. What changes something needs the header `X-CSRF-Token` too.',
};
const problemRef = { $ref: '#/components/schemas/Problem' };

/** The OpenAPI 3.1 description of all routes, from the same table that guards and parses them. */
export function openApiDocument(routes: readonly Route[]): object {
  const schemas = new SchemaCollector();
  schemas.schemaOf(problem, 'output');
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route, schemas) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Enginehouse', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }, { session: [] }],
    tags: [...new Set(routes.map((route) => route.tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' }, session },
      schemas: schemas.components,
    },
  };
}

function operationOf(route: Route, schemas: SchemaCollector): object {
  return {
    operationId: route.operation,
    tags: [route.tag],
    summary: route.summary,
    'x-role': route.access,
    ...(route.access === 'public' ? { security: [] } : {}),
    parameters: [
      ...parametersIn('path', route.params, schemas),
      ...parametersIn('query', route.query, schemas),
      ...headerParameters(route),
    ],
    ...(route.body ? { requestBody: requestBody(route, route.body, schemas) } : {}),
    responses: { ...successOf(route, schemas), ...problemsOf(route) },
  };
}

function parametersIn(place: 'path' | 'query', schema: z.ZodObject | undefined, schemas: SchemaCollector): object[] {
  if (!schema) {
    return [];
  }
  const { properties = {}, required = [] } = schemas.schemaOf(schema, 'input') as z.core.JSONSchema.ObjectSchema;
  return Object.entries(properties).map(([name, each]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: each,
  }));
}

const header = (name: string, description: string) => ({
  name,
  in: 'header',
  description,
  schema: { type: 'string' },
});

function headerParameters(route: Route): object[] {
  if (route.method === 'GET') {
    return [];
  }
  return [
    header('Idempotency-Key', 'The same key again answers the first result and changes nothing'),
    header('X-Change-Reason', 'Why; stored with the event. UTF-8, at most 1000 characters'),
    ...(route.ifMatch ? [header('If-Match', 'The revision the change is based on: "37"')] : []),
    ...(route.ifNoneMatch ? [header('If-None-Match', '`*`: only where there is nothing yet')] : []),
  ];
}

function requestBody(route: Route, body: z.ZodType, schemas: SchemaCollector): object {
  return {
    required: !route.bodyOptional,
    content: {
      'application/json': { schema: schemas.schemaOf(body, 'input') },
      ...(route.yamlBody ? { 'application/yaml': { schema: { type: 'string' } } } : {}),
    },
  };
}

function successOf({ answer }: Route, schemas: SchemaCollector): Record<string, object> {
  const json = answer.schema ? { 'application/json': { schema: schemas.schemaOf(answer.schema, 'output') } } : {};
  const others = (answer.types ?? []).map((type) => [type, { schema: { type: 'string' } }] as const);
  const etag = { ETag: { description: 'The revision', schema: { type: 'string' } } };
  const success = {
    description: answer.description,
    ...(answer.etag ? { headers: etag } : {}),
    content: { ...json, ...Object.fromEntries(others) },
  };
  return { [String(answer.status)]: success };
}

/** One answer per status; its description lists the codes. */
function problemsOf(route: Route): Record<string, object> {
  const codes: readonly ErrorCode[] = [...route.errors, ...commonErrors(route)];
  const statuses = [...new Set(codes.map((code) => errorCodes[code].status))].sort((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => {
      const those = [...new Set(codes.filter((code) => errorCodes[code].status === status))];
      const description = those.map((code) => `\`${code}\`: ${errorCodes[code].title}`).join('. ');
      return [String(status), { description, content: { 'application/problem+json': { schema: problemRef } } }];
    }),
  );
}

function commonErrors(route: Route): readonly ErrorCode[] {
  return [
    'invalid-input',
    'internal',
    ...(route.access === 'public' ? [] : (['unauthenticated', 'forbidden', 'unavailable'] as const)),
    ...(route.body ? (['malformed-body', 'unsupported-media-type', 'input-too-large'] as const) : []),
  ];
}
