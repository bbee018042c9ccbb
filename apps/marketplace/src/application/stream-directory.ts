import type { RecordedEvent } from '@enginehouse/contracts';
import type { EventStore, Follower } from '@enginehouse/event-store';
import type { HealthStatus, Logger } from '@enginehouse/service-kit';

/** A kind of streams: what their ids begin with, and how a state comes from events. */
export interface StreamKind<S, E> {
  readonly prefix: string;
  readonly initial: S;
  readonly evolve: (state: S, event: E) => S;
  /** The revision that a change is based on; undefined where there is nothing to change. */
  readonly revisionOf: (state: S) => number | undefined;
}

const retryMs = 1000;

/** The state of every stream of a kind, folded from the log, kept in memory and up to date. */
export class StreamDirectory<S, E> {
  private states = new Map<string, S>();
  private follower: Follower | undefined;
  private stopping = false;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly store: EventStore,
    private readonly kind: StreamKind<S, E>,
    private readonly logger: Logger,
  ) {}

  /** Resolves when everything that was in the log at the start is known. */
  async start(): Promise<void> {
    await this.follow().caughtUp;
  }

  /** By what stands behind the prefix in the id of the stream. */
  all(): ReadonlyMap<string, S> {
    return this.states;
  }

  get(name: string): S {
    return this.states.get(name) ?? this.kind.initial;
  }

  /** Resolves once a position of the log is known here; false when that takes longer. */
  waitFor(position: number, timeoutMs: number): Promise<boolean> {
    return this.follower?.waitFor(position, timeoutMs) ?? Promise.resolve(false);
  }

  /** Called whenever streams of this kind may have changed. */
  onChange(listener: () => void): void {
    this.listeners.add(listener);
  }

  status(): HealthStatus {
    const problem = this.follower?.lastError;
    return problem === undefined
      ? { ok: true, detail: `${this.states.size} known, position ${this.follower?.position ?? 0}` }
      : { ok: false, detail: problem };
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.follower?.stop();
  }

  private follow(): Follower {
    this.states = new Map();
    const follower = this.store.follow({ after: 0, handler: (events) => this.take(events) });
    follower.done.catch((error: unknown) => this.again(error));
    this.follower = follower;
    return follower;
  }

  private take(events: readonly RecordedEvent[]): void {
    const { prefix, evolve } = this.kind;
    const ours = events.filter(({ streamId }) => streamId.startsWith(prefix));
    for (const event of ours) {
      const name = event.streamId.slice(prefix.length);
      this.states.set(name, evolve(this.get(name), event as E));
    }
    if (ours.length > 0) this.listeners.forEach((listener) => listener());
  }

  /** The log was restored from a copy: it is read again from its beginning. */
  private again(error: unknown): void {
    this.logger.error({ err: error }, 'following the log ended');
    setTimeout(() => void (this.stopping || this.follow()), retryMs).unref();
  }
}
