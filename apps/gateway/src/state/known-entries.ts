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
export class KnownEntries<T> implements WatchHandler {
  private readonly entries: Map<string, T>;
  private unconfirmed: Set<string>;
  private deleted: string[] = [];
  private grace: NodeJS.Timeout | undefined;
  private complete = false;

  constructor(
    remembered: ReadonlyMap<string, T>,
    private readonly options: KnownEntriesOptions<T>,
  ) {
    this.entries = new Map(remembered);
    this.unconfirmed = new Set(remembered.keys());
  }

  get known(): ReadonlyMap<string, T> {
    return this.entries;
  }

  /** Whether the whole bucket has been seen since the start. */
  get isComplete(): boolean {
    return this.complete;
  }

  entry(key: string, value: unknown): void {
    if (value === null) {
      this.noteDeletion(key);
      return;
    }
    const parsed = this.options.parse(value);
    if (parsed === undefined) {
      this.options.onUnreadable(key);
      return;
    }
    this.unconfirmed.delete(key);
    this.entries.set(key, parsed);
    this.options.onChange();
  }

  /** Whatever is deleted in the same breath as this is what the fresh look no longer showed. */
  ready(): void {
    const missing = this.complete ? this.deleted : [...this.unconfirmed];
    this.complete = true;
    this.deleted = [];
    if (missing.length > 0 && missing.length === this.entries.size) {
      this.keepForNow(missing);
      return;
    }
    this.remove(missing);
  }

  stop(): void {
    clearTimeout(this.grace);
  }

  private noteDeletion(key: string): void {
    if (this.deleted.length === 0) {
      queueMicrotask(() => this.remove(this.deleted.splice(0)));
    }
    this.deleted.push(key);
  }

  private keepForNow(keys: readonly string[]): void {
    this.unconfirmed = new Set(keys);
    clearTimeout(this.grace);
    this.grace = setTimeout(
      () => this.remove([...this.unconfirmed]),
      this.options.graceMs ?? lostBucketGraceMs,
    ).unref();
  }

  private remove(keys: readonly string[]): void {
    const gone = keys.filter((key) => this.entries.delete(key));
    keys.forEach((key) => this.unconfirmed.delete(key));
    if (gone.length > 0) {
      this.options.onChange();
    }
  }
}
