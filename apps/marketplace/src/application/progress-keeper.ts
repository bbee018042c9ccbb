import type { SyncProgress } from '../ports.js';

const everyMs = 500;

/** Passes the newest progress on at once, and then at most every half second, one after the other. */
export class ProgressKeeper {
  private newest: SyncProgress | undefined;
  private timer: NodeJS.Timeout | undefined;
  private ended = false;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly keep: (progress: SyncProgress) => Promise<void>,
    private readonly onError: (error: unknown) => void,
  ) {}

  report(progress: SyncProgress): void {
    if (this.ended) return;
    this.newest = progress;
    if (this.timer) return;
    this.write();
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (this.newest) this.report(this.newest);
    }, everyMs);
  }

  /** Passes on what is left, and nothing afterwards. */
  async end(): Promise<void> {
    this.ended = true;
    clearTimeout(this.timer);
    this.write();
    await this.writing;
  }

  private write(): void {
    const { newest } = this;
    this.newest = undefined;
    if (newest) this.writing = this.writing.then(() => this.keep(newest)).catch(this.onError);
  }
}
