import type { Logger } from '@enginehouse/service-kit';
import type { LiveWebhook } from '../domain/webhook.js';
import type { Delivery, DeliveryQueue, DeliveryQueues, Positions } from '../ports.js';
import type { WebhookDirectory } from './webhook-directory.js';

const tidyMs = 30_000;
/** Counting costs a query: what was counted so recently is near enough. */
const countedMs = 2000;

/** Keeps the queues as the webhooks are: active ones work, paused ones rest, those of removed webhooks go. */
export class DeliveryDesk {
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  /** What takes its time, by webhook; others do not wait for it. */
  private readonly working = new Map<string, Promise<void>>();
  private readonly started = new Set<string>();
  private readonly counted = new Map<string, { readonly at: number; readonly waiting: number }>();

  constructor(
    private readonly directory: WebhookDirectory,
    private readonly queues: DeliveryQueues,
    private readonly positions: Positions,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.directory.onChange(() => this.settle());
    // What failed because a server was away is done again later.
    this.timer = setInterval(() => this.settle(), tidyMs).unref();
    this.settle();
  }

  queueOf({ id }: Pick<LiveWebhook, 'id'>): DeliveryQueue {
    return this.queues.queue(id);
  }

  /** Adds deliveries, and counts them at once: so many must not come in between two counts that a queue runs over. */
  async add({ id }: Pick<LiveWebhook, 'id'>, deliveries: readonly Delivery[]): Promise<void> {
    await this.queues.queue(id).add(deliveries);
    const known = this.counted.get(id);
    if (known) this.counted.set(id, { ...known, waiting: known.waiting + deliveries.length });
  }

  /** How many deliveries of a webhook have not ended, as it was a moment ago. */
  async waiting(webhook: Pick<LiveWebhook, 'id'>): Promise<number> {
    const known = this.counted.get(webhook.id);
    if (known && Date.now() - known.at < countedMs) return known.waiting;
    const { pending, retrying } = await this.queueOf(webhook).counts();
    this.counted.set(webhook.id, { at: Date.now(), waiting: pending + retrying });
    return pending + retrying;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await Promise.all(this.working.values());
  }

  private settle(): void {
    if (this.stopped) return;
    for (const webhook of this.directory.all()) {
      this.started.add(webhook.id);
      if (webhook.paused === undefined) this.queueOf(webhook).start();
      else this.work(webhook.id, () => this.queueOf(webhook).pause());
    }
    this.work('', () => this.tidy());
  }

  /** Everything that is left of removed webhooks goes, also where an earlier process began with it. */
  private async tidy(): Promise<void> {
    const known = [...new Set([...this.started, ...(await this.positions.webhookIds())])];
    const live = new Set(this.directory.all().map(({ id }) => id));
    for (const id of known.filter((each) => !live.has(each))) this.work(id, () => this.remove(id));
  }

  private async remove(id: string): Promise<void> {
    await this.queues.queue(id).destroy();
    // The position goes last: as long as it is there, the removal is not finished.
    await this.positions.forget(id);
    this.counted.delete(id);
    this.started.delete(id);
  }

  private work(key: string, task: () => Promise<void>): void {
    const before = this.working.get(key) ?? Promise.resolve();
    const done: Promise<void> = before
      .then(task)
      .catch((error: unknown) =>
        this.logger.warn({ err: error, webhook: key }, 'a queue could not be brought up to date'),
      )
      .then(() => void (this.working.get(key) === done && this.working.delete(key)));
    this.working.set(key, done);
  }
}
