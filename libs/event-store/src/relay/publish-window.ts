/**
 * Keeps a limited number of publications under way, and remembers the first that failed. Once full it waits until half
 * of them are done: messages then leave in bursts, which cost one write instead of one each.
 */
export class PublishWindow {
  #underWay = 0;
  #failure: { readonly cause: unknown } | undefined;
  #waiting: { readonly limit: number; readonly resolve: () => void } | undefined;

  constructor(private readonly size: number) {}

  /** Throws what an earlier publication failed with; the rest is still under way then. */
  get hasRoom(): boolean {
    this.#throwFailure();
    return this.#underWay < this.size;
  }

  /** Waits until half of those under way are done. */
  room(): Promise<void> {
    return this.#atMost(Math.floor(this.size / 2));
  }

  /** Adds one, at once: publications that are added without a pause between them share a write. */
  add(publication: Promise<void>): void {
    this.#underWay += 1;
    publication.then(
      () => this.#done(),
      (cause: unknown) => {
        this.#failure ??= { cause };
        this.#done();
      },
    );
  }

  /** Waits for all, then throws the first failure. */
  async settle(): Promise<void> {
    await this.#atMost(0);
    this.#throwFailure();
  }

  #atMost(limit: number): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting = { limit, resolve };
      this.#wakeWhenDue();
    });
  }

  #done(): void {
    this.#underWay -= 1;
    this.#wakeWhenDue();
  }

  #wakeWhenDue(): void {
    if (this.#waiting && this.#underWay <= this.#waiting.limit) {
      this.#waiting.resolve();
      this.#waiting = undefined;
    }
  }

  #throwFailure(): void {
    if (this.#failure) {
      throw this.#failure.cause;
    }
  }
}
