/** Longer names are not typing mistakes of each other, and comparing them would take time without end. */
const MAX_LENGTH = 64;

/** The candidate that a mistyped name most likely meant, or `undefined` when none is near. */
export function closest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > MAX_LENGTH) return undefined;
  const typed = plain(name);
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    if (candidate.length > MAX_LENGTH || Math.abs(candidate.length - name.length) > bestDistance + 2) continue;
    const distance = editDistance(typed, plain(candidate), bestDistance);
    if (distance >= bestDistance) continue;
    best = candidate;
    bestDistance = distance;
  }
  return best;
}

const plain = (name: string) => name.toLowerCase().replaceAll(/[-_ ]/g, '');

/** The distances of a row of the table, and of the two rows before the next one. */
interface Rows {
  readonly beforePrevious: readonly number[];
  readonly previous: readonly number[];
}

/**
 * Optimal string alignment: how many letters were added, left out, mistaken or swapped with their neighbour. Counting
 * ends where it can only become `limit` or more.
 */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let rows: Rows = { beforePrevious: [], previous: Array.from({ length: b.length + 1 }, (_, index) => index) };
  for (let row = 1; row <= a.length; row += 1) {
    const current = nextRow(a, b, row, rows);
    if (Math.min(...current) >= limit) return limit;
    rows = { beforePrevious: rows.previous, previous: current };
  }
  return rows.previous[b.length] ?? 0;
}

function nextRow(a: string, b: string, row: number, { beforePrevious, previous }: Rows): readonly number[] {
  const current = [row];
  for (let column = 1; column <= b.length; column += 1) {
    const replace = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
    const swapped = column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
    const swap = swapped ? (beforePrevious[column - 2] ?? 0) + 1 : Infinity;
    current.push(Math.min(replace, swap, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
  }
  return current;
}
