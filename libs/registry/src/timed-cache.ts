/** Keeps what was loaded for a while, and lets everybody who asks in the meantime wait for the same load. */
export class TimedCache<T> {
  private readonly kept = new Map<string, { readonly value: T; readonly until: number }>();
  private readonly loading = new Map<string, Promise<T>>();

  constructor(
    private readonly options: {
      readonly keepMs: number;
      readonly entries: number;
      /** Only what is worth it; failures are asked again. */
      readonly isWorthKeeping: (value: T) => boolean;
      readonly now: () => number;
    },
  ) {}

  /** `fresh` passes over what was kept, and over loads that began before. */
  async get(key: string, load: () => Promise<T>, { fresh = false } = {}): Promise<T> {
    const known = fresh ? undefined : this.kept.get(key);
    if (known !== undefined && known.until > this.options.now()) return known.value;
    const running = fresh ? undefined : this.loading.get(key);
    return await (running ?? this.load(key, load));
  }

  private load(key: string, load: () => Promise<T>): Promise<T> {
    const loading = load()
      .then((value) => this.keep(key, value))
      .finally(() => {
        if (this.loading.get(key) === loading) this.loading.delete(key);
      });
    this.loading.set(key, loading);
    return loading;
  }

  private keep(key: string, value: T): T {
    this.kept.delete(key);
    if (!this.options.isWorthKeeping(value)) return value;
    this.kept.set(key, { value, until: this.options.now() + this.options.keepMs });
    const [oldest] = this.kept.keys();
    if (this.kept.size > this.options.entries && oldest !== undefined) this.kept.delete(oldest);
    return value;
  }
}
