import type { EventStore, Follower } from '@enginehouse/event-store';

/** Tells waiting readers when the log has reached a position. */
export class LogTip {
  private follower: Follower | undefined;

  constructor(private readonly store: EventStore) {}

  async start(): Promise<void> {
    const { position } = await this.store.head();
    this.follower = this.store.follow({ after: position, handler: () => {} });
    this.follower.done.catch(() => this.start()).catch(() => {});
  }

  /** False when it took longer. */
  waitFor(position: number, timeoutMs: number): Promise<boolean> {
    return this.follower?.waitFor(position, timeoutMs) ?? Promise.resolve(false);
  }

  async stop(): Promise<void> {
    await this.follower?.stop();
  }
}
