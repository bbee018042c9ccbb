/** A place in a text as editors count it, from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** Finds lines and columns of offsets; LF, CRLF and CR end a line. */
export class LineIndex {
  private readonly starts: readonly number[];

  /** `padded` are the starts of lines that were given `padding` blanks which their author never wrote. */
  constructor(
    source: string,
    private readonly padded: ReadonlySet<number> = new Set(),
    private readonly padding = 0,
  ) {
    this.starts = [0, ...Array.from(source.matchAll(/\r\n|\r|\n/g), (match) => match.index + match[0].length)];
  }

  positionOf(offset: number): TextPosition {
    const line = this.lineOf(offset);
    const start = this.starts[line] ?? 0;
    const column = offset - start - (this.padded.has(start) ? this.padding : 0);
    return { line: line + 1, column: Math.max(0, column) + 1 };
  }

  private lineOf(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
