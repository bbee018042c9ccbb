import type { WatchHandler } from '@enginehouse/messaging';

/** How long the entries of a bucket that is suddenly empty stay in use. */
const lostBucketGraceMs = 60_000;

/** What a `KnownEntries` works with. */
export interface KnownEntriesOptions<T> {
  /** Makes an entry of what is in the bucket; undefined for what cannot be one. */
  readonly parse: (value: unknown) => T | undefined;
  readonly onChange: () => void;
  readonly onUnreadable: (key: string) => void;
  readonly graceMs?: number;
}

/**
 * The last known content of a bucket. It begins with what was remembered from before, and never shrinks because somebody
 * is away: entries go when they are deleted or when a fresh, complete look no longer shows them. A bucket that comes back
 * with nothing at all was lost, not emptied; its owner fills it again, and until then what was known stays in use.
 */
export class KnownEntries<T> {
  private readonly entries: Map<string, T>;
  /** Known, and not seen in the fresh look that is under way. */
  private unconfirmed: Set<string>;
  private deleted: string[] = [];
  private grace: NodeJS.Timeout | undefined;
  private complete = false;

  constructor(
    remembered: ReadonlyMap<string, T>,
    private readonly options: KnownEntriesOptions<T>,
  ) {
    this.entries = new Map(remembered);
    this.unconfirmed = new Set();
  }

  get known(): ReadonlyMap<string, T> {
    return this.entries;
  }

  /** Whether the whole bucket has been seen since the start. */
  get isComplete(): boolean {
    return this.complete;
  }

  /** Begins a fresh look: what a new watch tells first is all there is. */
  handler(): WatchHandler {
    this.unconfirmed = new Set(this.entries.keys());
    return { entry: (key, value) => this.entry(key, value), ready: () => this.ready() };
  }

  stop(): void {
    clearTimeout(this.grace);
  }

  private entry(key: string, value: unknown): void {
    if (value === null) {
      this.noteDeletion(key);
      return;
    }
    const parsed = this.options.parse(value);
    this.unconfirmed.delete(key);
    if (parsed === undefined) {
      this.options.onUnreadable(key);
      return;
    }
    this.entries.set(key, parsed);
    this.options.onChange();
  }

  /** A watch that renews itself deletes, in the same breath as it tells that it is ready, what its fresh look no longer showed. */
  private ready(): void {
    const missing = new Set([...this.unconfirmed, ...this.deleted]);
    this.complete = true;
    this.unconfirmed.clear();
    this.deleted = [];
    if (missing.size > 0 && missing.size === this.entries.size) {
      this.keepForNow(missing);
    } else {
      this.remove(missing);
    }
  }

  private noteDeletion(key: string): void {
    if (this.deleted.length === 0) {
      queueMicrotask(() => this.remove(this.deleted.splice(0)));
    }
    this.deleted.push(key);
  }

  private keepForNow(keys: ReadonlySet<string>): void {
    const doubtful = (this.unconfirmed = new Set(keys));
    const giveUp = () => this.remove(doubtful);
    clearTimeout(this.grace);
    this.grace = setTimeout(giveUp, this.options.graceMs ?? lostBucketGraceMs).unref();
  }

  private remove(keys: Iterable<string>): void {
    const gone = [...keys].filter((key) => this.entries.delete(key));
    if (gone.length > 0) {
      this.options.onChange();
    }
  }
}
