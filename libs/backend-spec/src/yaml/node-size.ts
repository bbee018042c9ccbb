import type { NodeSize } from './yaml-node.js';
import { maxYamlDepth, maxYamlNodes, maxYamlSize } from './yaml-limits.js';

export const noSize: NodeSize = { nodes: 0, characters: 0, depth: 0 };

/** Adds sizes; each figure stops just above its limit, so that aliases of aliases cannot overflow. */
export const addSizes = (a: NodeSize, b: NodeSize): NodeSize => ({
  nodes: Math.min(a.nodes + b.nodes, maxYamlNodes + 1),
  characters: Math.min(a.characters + b.characters, maxYamlSize + 1),
  depth: Math.max(a.depth, b.depth),
});

/** The size of a list or map with this content. */
export const collectionSize = (content: NodeSize): NodeSize => ({
  ...addSizes(content, { nodes: 1, characters: 0, depth: 0 }),
  depth: Math.min(content.depth + 1, maxYamlDepth + 1),
});

export const scalarSize = (text: string): NodeSize => ({ nodes: 1, characters: text.length, depth: 0 });

/** The limit that a whole document breaks, if any. */
export function brokenLimit(size: NodeSize): 'alias_limit' | 'nesting_too_deep' | undefined {
  if (size.nodes > maxYamlNodes || size.characters > maxYamlSize) return 'alias_limit';
  return size.depth > maxYamlDepth ? 'nesting_too_deep' : undefined;
}
