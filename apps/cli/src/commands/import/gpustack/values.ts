import type { YamlNode } from '@enginehouse/backend-spec/yaml';

/** A value of an export. Texts stay as they were written: `1.10` is no number. */
export type Value = string | null | readonly Value[] | Fields;
/** In the order in which they were written. */
export type Fields = ReadonlyMap<string, Value>;

export function valueOf(node: YamlNode): Value {
  if (node.kind === 'scalar') return node.isNull ? null : node.text;
  if (node.kind === 'sequence') return node.items.map(valueOf);
  if (node.kind === 'invalid') return null;
  return new Map(Array.from(node.entries, ([name, { value }]) => [name, valueOf(value)]));
}

export const isFields = (value: Value | undefined): value is Fields => value instanceof Map;
export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);

/** The text of a field; empty where it is absent, null or something else. */
export function textOf(fields: Fields, name: string): string {
  const value = fields.get(name);
  return typeof value === 'string' ? value : '';
}

/** Whether a field is true, as JSON or as YAML 1.1 in Python writes it (`yes`, `on`; never `y`). */
export const isTrue = (fields: Fields, name: string): boolean => /^(true|yes|on)$/i.test(textOf(fields, name));
export const isFalse = (fields: Fields, name: string): boolean => /^(false|no|off)$/i.test(textOf(fields, name));

/** The map of a field; empty where it is none. */
export function mapOf(fields: Fields, name: string): Fields {
  const value = fields.get(name);
  return isFields(value) ? value : new Map();
}

/** Whether a value says anything: GPUStack writes out every field, empty or not. */
export function saysSomething(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === '') return false;
  if (isFields(value)) return value.size > 0;
  return !isList(value) || value.length > 0;
}
