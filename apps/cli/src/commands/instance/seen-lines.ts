/** A line as the server sends it. */
export interface LogLine {
  readonly stream: 'stdout' | 'stderr';
  readonly at?: string | undefined;
  readonly line: string;
}

/**
 * Lines of two streams can be written down in another order than their times, so what was seen of this much time is
 * asked for again, and passed over.
 */
const overlapMs = 1000;

/** Remembers the last lines that were shown, so that reading can go on behind them: nothing is lost, nothing comes twice. */
export class SeenLines {
  private recent: { readonly ms: number; readonly key: string }[] = [];
  private newestMs: number | undefined;
  /** Lines of the overlap that are still to come again, and how often. */
  private readonly repeated = new Map<string, number>();

  /** Whether the line was not shown before; it counts as shown from now on. */
  isNew(line: LogLine): boolean {
    const key = `${line.at} ${line.stream} ${line.line}`;
    const times = this.repeated.get(key) ?? 0;
    if (times > 0) {
      this.repeated.set(key, times - 1);
      return false;
    }
    this.remember(line.at, key);
    return true;
  }

  /** From when on to read again after a break, as ISO 8601; undefined while no line had a time. Expects the overlap anew. */
  resume(): string | undefined {
    if (this.newestMs === undefined) return undefined;
    this.repeated.clear();
    for (const { key } of this.recent) this.repeated.set(key, (this.repeated.get(key) ?? 0) + 1);
    return new Date(this.newestMs - overlapMs).toISOString();
  }

  private remember(at: string | undefined, key: string): void {
    const ms = at === undefined ? Number.NaN : Date.parse(at);
    if (Number.isNaN(ms)) return;
    this.recent.push({ ms, key });
    const newest = Math.max(this.newestMs ?? ms, ms);
    this.newestMs = newest;
    const old = this.recent.findIndex((each) => each.ms >= newest - overlapMs);
    if (old > 0) this.recent.splice(0, old);
  }
}
