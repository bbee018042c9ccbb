const most = 5;
const leastSimilar = 0.3;

/**
 * The names most like the one asked for, best first. Model names differ in prefixes, suffixes and separators rather than
 * in single letters, so shared pairs of letters say more than an edit distance.
 */
export function closeNames(wanted: string, names: readonly string[]): readonly string[] {
  const pairsWanted = pairsOf(wanted);
  return names
    .map((name) => ({ name, similarity: similarity(pairsWanted, pairsOf(name)) }))
    .filter((each) => each.similarity >= leastSimilar)
    .sort((a, b) => b.similarity - a.similarity || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map((each) => each.name);
}

function pairsOf(name: string): ReadonlySet<string> {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '')
    .slice(0, 200);
  return new Set(Array.from({ length: Math.max(plain.length - 1, 0) }, (_, index) => plain.slice(index, index + 2)));
}

/** Dice's coefficient: 0 for nothing in common, 1 for the same pairs. */
function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((pair) => b.has(pair)).length;
  return shared === 0 ? 0 : (2 * shared) / (a.size + b.size);
}
