import { err, ok, plainIssues, problemOf, type FieldError, type Problem, type Result } from '@enginehouse/contracts';
import { z } from 'zod';
import type { Route } from '@enginehouse/contracts/http';
import { bodyType, hasBody } from './body-type.js';
import { addressOf, headerOf, type Call, type EdgeRequest } from './call.js';
import { expectedRevision, headerProblem } from './entity-tag.js';
import { fieldErrorsOf } from './field-errors.js';
import { parseJson } from './parse-json.js';
import { readBody } from './read-body.js';
import { correlationIdOf, requestHeaderOf } from './request-header.js';
import { unusableText } from './unusable-text.js';

/** Reads, parses and checks everything a route declares, and reports all that is wrong with it together. */
export async function prepareCall(
  request: EdgeRequest,
  route: Route,
  open: Pick<Call, 'signal'>,
): Promise<Result<Call, Problem>> {
  const header = requestHeaderOf(request.headers, {
    actor: request.caller ? `user:${request.caller.identity.name}` : 'user:anonymous',
    correlationId: request.correlationId ?? correlationIdOf(undefined),
  });
  if (!header.ok) {
    return header;
  }
  const revision = readIfMatch(request, route);
  if (!revision.ok) {
    return revision;
  }
  const body = await readRouteBody(request, route);
  if (!body.ok) {
    return body;
  }
  const parsed = parseParts(request, route, body.value);
  if (!parsed.ok) {
    return parsed;
  }
  return ok({
    route,
    ...(parsed.value as Pick<Call, 'params' | 'query' | 'body'>),
    yaml: body.value.yaml,
    expectedRevision: revision.value,
    identity: request.caller?.identity,
    session: request.caller?.session,
    header: header.value,
    repeatable: request.headers['idempotency-key'] !== undefined,
    remoteAddress: addressOf(request),
    isSecure: request.secure,
    get signal() {
      return open.signal;
    },
    accepts: (...types) => acceptedType(request, types),
    requestHeader: (name) => headerOf(request, name),
  });
}

function acceptedType(request: EdgeRequest, types: readonly string[]): string {
  const { accept } = request.headers;
  const [first = ''] = types;
  return accept === undefined || accept === '*/*' ? first : request.accepts(types) || first;
}

function readIfMatch(request: EdgeRequest, route: Route): Result<number | undefined, Problem> {
  const given = headerOf(request, 'if-match');
  if (given !== undefined && !route.ifMatch && route.method !== 'GET') {
    return err(
      headerProblem('If-Match', 'nothing here has a revision to compare', 'Leave it out, or find another address.'),
    );
  }
  if (route.ifNoneMatch && headerOf(request, 'if-none-match') !== undefined) {
    return onlyNew(request, given);
  }
  return route.ifMatch ? expectedRevision(given) : ok(undefined);
}

/** `If-None-Match: *`, as revision 0. */
function onlyNew(request: EdgeRequest, ifMatch: string | undefined): Result<number, Problem> {
  if (headerOf(request, 'if-none-match')?.trim() === '*' && ifMatch === undefined) {
    return ok(0);
  }
  const hint = 'Send "If-None-Match: *" to make it only where there is none, or "If-Match" to change what is there.';
  return err(headerProblem('If-None-Match', 'only * is understood here, and without If-Match', hint));
}

interface RawBody {
  readonly json?: unknown;
  readonly yaml?: string;
}

async function readRouteBody(request: EdgeRequest, route: Route): Promise<Result<RawBody, Problem>> {
  if (!route.body) {
    return ok({});
  }
  if (!hasBody(request.headers)) {
    return route.bodyOptional ? ok({ json: {} }) : err(problemOf('malformed-body', 'a body is required here'));
  }
  const type = bodyType(request.headers, route.yamlBody ?? false);
  if (!type.ok) {
    return type;
  }
  const text = await readBody(request);
  if (!text.ok) {
    return text;
  }
  if (type.value === 'yaml') {
    return ok({ yaml: text.value });
  }
  const json = parseJson(text.value);
  return json.ok ? ok({ json: json.value }) : json;
}

function parseParts(request: EdgeRequest, route: Route, raw: RawBody): Result<object, Problem> {
  const parts = {
    params: parsePart(route.params, request.params, 'address'),
    query: parsePart(route.query ?? noQuery, request.query, 'address'),
    body: raw.yaml === undefined ? parsePart(route.body, raw.json, 'body') : ok(undefined),
  };
  const errors = Object.values(parts).flatMap((part) => (part.ok ? [] : part.error));
  if (errors.length > 0) {
    return err(inputProblem(errors));
  }
  return ok(Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.ok ? part.value : undefined])));
}

const noQuery = z.object({}).strict();

function parsePart(
  schema: z.ZodType | undefined,
  value: unknown,
  where: 'address' | 'body',
): Result<unknown, readonly FieldError[]> {
  if (!schema) {
    return ok(undefined);
  }
  const unusable = unusableText(value, where);
  if (unusable.length > 0) {
    return err(unusable);
  }
  const parsed = schema.safeParse(value, plainIssues());
  return parsed.success ? ok(parsed.data) : err(fieldErrorsOf(parsed.error, schema));
}

/** `invalid-input` with every field at fault; its detail names the first. */
export function inputProblem(errors: readonly FieldError[]): Problem {
  const [first] = errors;
  const at = first && first.path.length > 0 ? `${first.path.join('.')}: ` : '';
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return problemOf('invalid-input', `${at}${first?.detail ?? 'the input does not fit'}${more}`, {
    errors: [...errors],
  });
}
