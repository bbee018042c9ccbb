import type { FieldPath } from '@enginehouse/contracts';
import type { YamlNode } from './yaml-node.js';

/** The offset of a field's value (or of its name), or of the nearest thing around it that is there. */
export function locate(root: YamlNode, path: FieldPath, part: 'name' | 'value' = 'value'): number {
  let node = root;
  let at = root.at;
  for (const segment of path) {
    const next = childOf(node, segment);
    if (next === undefined) return at;
    node = next.node;
    at = next.at;
  }
  return node.kind === 'scalar' && part === 'value' ? node.at : at;
}

function childOf(node: YamlNode, segment: string | number): { node: YamlNode; at: number } | undefined {
  if (node.kind === 'mapping') {
    const entry = node.entries.get(String(segment));
    return entry && { node: entry.value, at: entry.keyAt };
  }
  const item = node.kind === 'sequence' ? node.items[Number(segment)] : undefined;
  return item && { node: item, at: item.at };
}
