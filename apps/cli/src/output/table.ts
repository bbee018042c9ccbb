import { oneLine } from './safe-text.js';

export interface Column<T> {
  readonly header: string;
  readonly value: (row: T) => string;
  /** Gives way first where the terminal is too narrow. */
  readonly shrinks?: boolean;
  /** Colours a text after its width is settled. */
  readonly paint?: (text: string, row: T) => string;
}

const gap = 2;
const narrowest = 8;

/** Where there is no terminal, one long cell does not push apart all rows: it alone is longer than its column. */
const widestUnbounded = 40;

/** Rows under headers, each column as wide as it must be and the whole no wider than the terminal. */
export function table<T>(columns: readonly Column<T>[], rows: readonly T[], width: number | undefined): string {
  const texts = rows.map((row) => columns.map((column) => oneLine(column.value(row))));
  const natural = columns.map(({ header }, at) =>
    Math.max(length(header), ...texts.map((row) => length(row[at] ?? ''))),
  );
  const widths = fit(natural, columns, width);
  const cut = width !== undefined;
  const header = columns.map(({ header: text }, at) => padded(text, widths[at] ?? 0)).join(' '.repeat(gap));
  const lines = texts.map((row, rowAt) =>
    columns.map((column, at) => cell(column, row[at], rows[rowAt], { width: widths[at] ?? 0, cut })),
  );
  return [header, ...lines.map((cells) => cells.join(' '.repeat(gap)))].map((line) => `${line.trimEnd()}\n`).join('');
}

interface Space {
  readonly width: number;
  /** Whether what is longer is cut. */
  readonly cut: boolean;
}

function cell<T>(column: Column<T>, text = '', row: T | undefined, { width, cut }: Space): string {
  const fitted = padded(cut ? shortened(text, width) : text, width);
  if (!column.paint || row === undefined) return fitted;
  const shown = fitted.trimEnd();
  return column.paint(shown, row) + ' '.repeat(length(fitted) - length(shown));
}

/** Takes from the widest column that may shrink until all fit, but leaves each readable. */
function fit<T>(natural: readonly number[], columns: readonly Column<T>[], width: number | undefined): number[] {
  const widths = [...natural];
  if (width === undefined) return widths.map((each) => Math.min(each, widestUnbounded));
  let excess = widths.reduce((sum, each) => sum + each, gap * (widths.length - 1)) - width;
  while (excess > 0) {
    const candidates = columns.flatMap((column, at) => (column.shrinks && (widths[at] ?? 0) > narrowest ? [at] : []));
    const [first, ...others] = candidates;
    if (first === undefined) break;
    const widest = others.reduce((best, at) => ((widths[at] ?? 0) > (widths[best] ?? 0) ? at : best), first);
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess -= 1;
  }
  return widths;
}

/** In characters as people count them; East Asian wide ones take two places. */
export function length(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (wide.test(character) ? 2 : 1), 0);
}

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u;

const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - length(text)));

function shortened(text: string, width: number): string {
  if (length(text) <= width) return text;
  let kept = '';
  for (const character of text) {
    if (length(kept + character) > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
