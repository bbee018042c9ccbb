/** Keeps a limited number of publications under way, and remembers the first that failed. */
export class PublishWindow {
  #underWay = new Set<Promise<void>>();
  #failure: { readonly cause: unknown } | undefined;

  constructor(private readonly size: number) {}

  /** Takes one more as soon as there is room. Throws what an earlier one failed with; the rest is still under way then. */
  async add(publish: () => Promise<void>): Promise<void> {
    while (this.#underWay.size >= this.size) {
      await Promise.race(this.#underWay);
    }
    this.#throwFailure();
    const one = publish()
      .catch((cause: unknown) => {
        this.#failure ??= { cause };
      })
      .finally(() => this.#underWay.delete(one));
    this.#underWay.add(one);
  }

  /** Waits for all, then throws the first failure. */
  async settle(): Promise<void> {
    await Promise.all(this.#underWay);
    this.#throwFailure();
  }

  #throwFailure(): void {
    if (this.#failure) {
      throw this.#failure.cause;
    }
  }
}
