/** Something that is done as long as somebody wants it: it ends by itself when nobody has renewed it for a while. */
export class Lease {
  private readonly ending = new AbortController();
  private timer: NodeJS.Timeout;

  constructor(private readonly ms: number) {
    this.timer = this.begin();
  }

  get signal(): AbortSignal {
    return this.ending.signal;
  }

  renew(): void {
    if (!this.signal.aborted) {
      clearTimeout(this.timer);
      this.timer = this.begin();
    }
  }

  end(): void {
    clearTimeout(this.timer);
    this.ending.abort();
  }

  private begin(): NodeJS.Timeout {
    return setTimeout(() => this.ending.abort(), this.ms).unref();
  }
}
