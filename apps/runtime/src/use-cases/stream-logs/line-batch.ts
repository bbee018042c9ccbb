import type { LogChunk } from '@enginehouse/contracts';

type Line = LogChunk['lines'][number];

const mostLines = 200;
const mostCharacters = 100_000;
const longestLine = 16_000;
const waitMs = 100;

/** Gathers lines into messages: soon enough to look live, and small enough for the bus. */
export class LineBatch {
  private lines: Line[] = [];
  private characters = 0;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly send: (lines: Line[]) => void) {}

  add(line: Line): void {
    const cut = { ...line, line: line.line.slice(0, longestLine) };
    this.lines.push(cut);
    this.characters += cut.line.length;
    if (this.lines.length >= mostLines || this.characters >= mostCharacters) {
      this.flush();
    } else {
      this.timer ??= setTimeout(() => this.flush(), waitMs);
    }
  }

  flush(): void {
    if (this.timer) {
      clearTimeout(this.timer);
      this.timer = null;
    }
    if (this.lines.length > 0) {
      this.send(this.lines);
      this.lines = [];
      this.characters = 0;
    }
  }
}
