import type { Sides } from './three-way.js';

/**
 * The order of what a merge leads to. Who moved things has their order: you where you did, else upstream. What only the
 * other side has stands behind what it stands behind there, yours before upstream's.
 */
export function mergeOrder({ base = [], upstream = [], yours = [] }: Sides<readonly string[]>): readonly string[] {
  return isMoved(base, yours) ? placedInto(yours, upstream) : placedInto(upstream, yours);
}

/** The names of both in the order of the first; what only the second has stands behind what it stands behind there. */
export function placedInto(main: readonly string[], other: readonly string[]): readonly string[] {
  const order = [...main];
  const placed = new Set(order);
  for (const [at, name] of other.entries()) {
    if (placed.has(name)) continue;
    const before = other[at - 1];
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, name);
    placed.add(name);
  }
  return order;
}

/** Whether what both have stands in another order. Adding and removing move nothing. */
export function isMoved(before: readonly string[], after: readonly string[]): boolean {
  const [known, kept] = [new Set(before), new Set(after)];
  const old = before.filter((name) => kept.has(name));
  const current = after.filter((name) => known.has(name));
  return old.some((name, at) => name !== current[at]);
}
