/** A line of one text or of both. */
export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Above this many pairs of lines the middle is shown as replaced: the table would take too long. */
const mostPairs = 4_000_000;

/** What is to be taken from one text and added to it to make the other, line by line. */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const [one, other] = [before.split('\n'), after.split('\n')];
  const start = sameFrom(one, other);
  const end = sameFrom(one.slice(start).toReversed(), other.slice(start).toReversed());
  const as =
    (kind: DiffLine['kind']) =>
    (text: string): DiffLine => ({ kind, text });
  const middle = changed(one.slice(start, one.length - end), other.slice(start, other.length - end));
  return [...one.slice(0, start).map(as('same')), ...middle, ...one.slice(one.length - end).map(as('same'))];
}

function sameFrom(one: readonly string[], other: readonly string[]): number {
  const most = Math.min(one.length, other.length);
  let count = 0;
  while (count < most && one[count] === other[count]) count += 1;
  return count;
}

function changed(one: readonly string[], other: readonly string[]): readonly DiffLine[] {
  if (one.length * other.length > mostPairs) {
    return [
      ...one.map((text) => ({ kind: 'removed', text }) as const),
      ...other.map((text) => ({ kind: 'added', text }) as const),
    ];
  }
  const longest = commonLengths(one, other);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < one.length || j < other.length) {
    const [left, right] = [one[i], other[j]];
    if (left !== undefined && left === right) {
      lines.push({ kind: 'same', text: left });
      i += 1;
      j += 1;
    } else if (left !== undefined && (right === undefined || at(longest, i + 1, j) >= at(longest, i, j + 1))) {
      lines.push({ kind: 'removed', text: left });
      i += 1;
    } else {
      lines.push({ kind: 'added', text: right ?? '' });
      j += 1;
    }
  }
  return lines;
}

const at = (table: readonly Uint32Array[], i: number, j: number): number => table[i]?.[j] ?? 0;

/** For every place in both the most lines that what follows has in common. */
function commonLengths(one: readonly string[], other: readonly string[]): readonly Uint32Array[] {
  const table = Array.from({ length: one.length + 1 }, () => new Uint32Array(other.length + 1));
  for (let i = one.length - 1; i >= 0; i -= 1) {
    const row = table[i] ?? new Uint32Array();
    for (let j = other.length - 1; j >= 0; j -= 1) {
      row[j] = one[i] === other[j] ? at(table, i + 1, j + 1) + 1 : Math.max(at(table, i + 1, j), row[j + 1] ?? 0);
    }
  }
  return table;
}
