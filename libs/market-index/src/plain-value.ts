import type { YamlNode } from '@enginehouse/backend-spec/yaml';

/** A node as a schema looks at it: texts stay as they were written, and what is null or broken is absent. */
export function plainValue(node: YamlNode): unknown {
  if (node.kind === 'scalar') return node.isNull ? undefined : node.text;
  if (node.kind === 'sequence') return node.items.map(plainValue);
  if (node.kind === 'invalid') return undefined;
  // Made from entries, so that a key such as __proto__ is a key like any other.
  return Object.fromEntries(Array.from(node.entries, ([name, { value }]) => [name, plainValue(value)]));
}
