import type { RecordedEvent } from '@enginehouse/contracts';
import type { EventStore, Follower } from '@enginehouse/event-store';
import type { HealthStatus, Logger } from '@enginehouse/service-kit';
import {
  evolve,
  initialWebhook,
  webhookNameOf,
  type LiveWebhook,
  type RecordedWebhookEvent,
  type Webhook,
} from '../domain/webhook.js';

const retryMs = 1000;

/** Every webhook as the log has it, kept in memory and up to date: there are few, and each event is matched with all. */
export class WebhookDirectory {
  private states = new Map<string, Webhook>();
  private follower: Follower | undefined;
  private stopping = false;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly store: EventStore,
    private readonly logger: Logger,
  ) {}

  /** Resolves when everything that was in the log at the start is known. */
  async start(): Promise<void> {
    await this.follow().caughtUp;
  }

  all(): readonly LiveWebhook[] {
    return [...this.states.values()].filter((state) => state.status === 'live');
  }

  get(name: string): LiveWebhook | undefined {
    const state = this.states.get(name);
    return state?.status === 'live' ? state : undefined;
  }

  byId(id: string): LiveWebhook | undefined {
    return this.all().find((webhook) => webhook.id === id);
  }

  /** Resolves once a position of the log is known here; false when that takes longer. */
  waitFor(position: number, timeoutMs: number): Promise<boolean> {
    return this.follower?.waitFor(position, timeoutMs) ?? Promise.resolve(false);
  }

  onChange(listener: () => void): void {
    this.listeners.add(listener);
  }

  status(): HealthStatus {
    const problem = this.follower?.lastError;
    return problem === undefined
      ? { ok: true, detail: `${this.all().length} webhooks, position ${this.follower?.position ?? 0}` }
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
    for (const event of events) {
      const name = webhookNameOf(event.streamId);
      this.states.set(name, evolve(this.states.get(name) ?? initialWebhook, event as RecordedWebhookEvent));
    }
    this.listeners.forEach((listener) => listener());
  }

  /** The log was restored from a copy: it is read again from its beginning. */
  private again(error: unknown): void {
    this.logger.error({ err: error }, 'following the log ended');
    setTimeout(() => void (this.stopping || this.follow()), retryMs).unref();
  }
}
