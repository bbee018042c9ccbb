import type { Route } from '@enginehouse/contracts/http';
import { z } from 'zod';

/** Texts that have broken other programs. */
export const hostileTexts = {
  'a NUL': 'a\0b',
  '10,000 characters': 'x'.repeat(10_000),
  'half of a surrogate pair': 'a\ud800b',
  'a way out': '../../../../etc/passwd',
  'an emoji': 'a😀b',
  'control characters': 'a\u001b[31m\r\nb',
} as const;

/** A request with a hostile text in one place. */
export interface HostileRequest {
  /** The parameter or field: `params.name`, `query.search`, `body.model.path`. */
  readonly where: string;
  readonly path: string;
  readonly json?: unknown;
}

/** Every request that a route takes with the text in one of its string parameters or fields, and harmless ones elsewhere. */
export function hostileRequests(route: Route, text: string): readonly HostileRequest[] {
  const body = route.body && exampleOf(schemaOf(route.body));
  const plain = { path: addressOf(route, {}), ...(body === undefined ? {} : { json: body }) };
  const params = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    ...plain,
    where: `params.${name}`,
    path: addressOf(route, { [name]: text }),
  }));
  const query = Object.keys(route.query?.shape ?? {}).map((name) => ({
    ...plain,
    where: `query.${name}`,
    path: `${plain.path}?${new URLSearchParams({ [name]: text }).toString()}`,
  }));
  const fields = withText(body, text).map(({ where, value }) => ({
    where: `body.${where}`,
    path: plain.path,
    json: value,
  }));
  return [...params, ...query, ...fields];
}

/** The value once for every text in it, with another text there. */
export const withText = (
  value: unknown,
  text: string,
): readonly { readonly where: string; readonly value: unknown }[] =>
  placesIn(value, []).map((place) => ({ where: place.join('.'), value: replaced(value, place, text) }));

const schemaOf = (schema: z.ZodType): Schema =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as unknown as Schema;

function addressOf({ path }: Route, given: Readonly<Record<string, string>>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encoded(given[name] ?? 'nothing-custom'));
}

/** Percent-encoding knows no halves of pairs; their bytes are what a careless program would send. */
const encoded = (text: string): string =>
  encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\ufffd')).replaceAll('%EF%BF%BD', '%ED%A0%80');

interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly minimum?: number;
}

/** A value that has everything a schema may have, with a text wherever there may be one. */
function exampleOf(schema: Schema): unknown {
  const [chosen] = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].toSorted(objectsFirst);
  if (chosen) return exampleOf(chosen);
  const [fixed = schema.const] = schema.enum ?? [];
  return fixed ?? simple(schema);
}

const objectsFirst = (a: Schema, b: Schema): number => Number(b.type === 'object') - Number(a.type === 'object');

function simple(schema: Schema): unknown {
  const { type, items = {}, minimum = 0 } = schema;
  if (type === 'object') return objectOf(schema);
  if (type === 'array') return [exampleOf(items)];
  if (type === 'boolean') return false;
  return type === 'integer' || type === 'number' ? Math.max(minimum, 0) : 'nothing';
}

function objectOf({ properties = {}, additionalProperties }: Schema): object {
  const named = Object.entries(properties).map(([name, each]) => [name, exampleOf(each)] as const);
  const more = typeof additionalProperties === 'object' ? [['KEY', exampleOf(additionalProperties)] as const] : [];
  return Object.fromEntries([...named, ...more]);
}

type Place = readonly (string | number)[];

/** Where in a value there are texts. */
function placesIn(value: unknown, at: Place): readonly Place[] {
  if (typeof value === 'string') return [at];
  if (Array.isArray(value)) return value.flatMap((each, index) => placesIn(each, [...at, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => placesIn(each, [...at, name]));
}

function replaced(value: unknown, [first, ...rest]: Place, text: string): unknown {
  if (first === undefined) return text;
  if (Array.isArray(value)) return value.map((each, index) => (index === first ? replaced(each, rest, text) : each));
  const fields = value as Readonly<Record<string, unknown>>;
  return { ...fields, [first]: replaced(fields[first], rest, text) };
}
