import { logs, type FeedPage, type RecordedEvent, type WebhookLog } from '@enginehouse/contracts';
import type { HealthStatus, Logger } from '@enginehouse/service-kit';
import { follows, passes } from '../domain/filters.js';
import { messageText } from '../domain/message-text.js';
import type { LiveWebhook } from '../domain/webhook.js';
import { epochOf, resumption, type ReachedPosition } from '../domain/resumption.js';
import type { Delivery, LogFeed, Positions } from '../ports.js';
import type { DeliveryDesk } from './delivery-desk.js';
import type { WebhookDirectory } from './webhook-directory.js';

const pageSize = 200;
/** Not longer, because the answer of a service that dies meanwhile never comes. */
const waitMs = 5000;
const retryMs = 1000;
/** How soon a webhook whose queue was full is looked at again. */
const fullRetryMs = 2000;
/** A feed that does not answer for so long is worth telling. */
const toleratedMs = 10_000;

export interface PumpParts {
  readonly directory: WebhookDirectory;
  readonly desk: DeliveryDesk;
  readonly positions: Positions;
  readonly feed: LogFeed;
  readonly logger: Logger;
  /** Where so many deliveries of a webhook wait, it is given no more until they are fewer: the log keeps the rest. */
  readonly maxWaiting: number;
}

interface Reader {
  readonly webhook: LiveWebhook;
  readonly reached: ReachedPosition;
}

/**
 * Takes a log's events to the queues of the webhooks that follow it. Each webhook has a position of its own, written
 * after its deliveries are in the queue: whatever happens in between, the same events are added again, and are there
 * already. A paused webhook's position simply stays where it is.
 */
export class LogPump {
  private stopping = false;
  private running: Promise<void> = Promise.resolve();
  private wake: () => void = () => {};
  private changed: Promise<void> = new Promise((resolve) => (this.wake = resolve));
  private failingSince: number | undefined;
  private failure = '';
  private head = 0;
  private slowest = 0;

  constructor(
    readonly log: WebhookLog,
    private readonly parts: PumpParts,
  ) {}

  start(): void {
    this.parts.directory.onChange(() => this.lookAgain());
    this.running = this.run();
  }

  /** Gives up what it is waiting for: something has changed. */
  lookAgain(): void {
    this.wake();
    this.changed = new Promise((resolve) => (this.wake = resolve));
  }

  /** Events between the log's end and the webhook that is furthest behind. */
  get lag(): number {
    return Math.max(0, this.head - this.slowest);
  }

  status(): HealthStatus {
    const { failingSince, failure } = this;
    if (failingSince !== undefined && Date.now() - failingSince > toleratedMs)
      return { ok: false, detail: `the ${this.log} log cannot be followed: ${failure}` };
    return { ok: true, detail: `position ${this.slowest} of ${this.head}` };
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.lookAgain();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      try {
        await this.round();
      } catch (error) {
        this.fail(error instanceof Error ? error.message : String(error));
        await this.wait(retryMs);
      }
    }
  }

  private async round(): Promise<void> {
    const { changed } = this;
    const { readers, isAnyFull } = await this.readers();
    if (readers.length === 0) {
      this.recover();
      await this.wait(isAnyFull ? fullRetryMs : waitMs, changed);
      return;
    }
    const places = byPosition(readers);
    // Whoever is at the end waits for what comes only when nobody is behind.
    const patience = places.size > 1 ? 0 : isAnyFull ? fullRetryMs : waitMs;
    for (const [after, group] of places) {
      if (this.stopping) return;
      await this.advance(group, after, { patience, changed });
    }
  }

  private async advance(
    group: readonly Reader[],
    after: number,
    { patience, changed }: { readonly patience: number; readonly changed: Promise<void> },
  ): Promise<void> {
    const reading = this.parts.feed.read(this.log, { after, limit: pageSize, waitMs: patience });
    // A page nobody waits for any longer is read again: nothing was done with it.
    const page = await Promise.race([reading, changed]);
    if (page === undefined) return;
    if (!page.ok) {
      this.fail(page.error.detail);
      await this.wait(retryMs);
      return;
    }
    this.head = page.value.head;
    await this.take(group, page.value);
    this.recover();
  }

  private async take(group: readonly Reader[], page: FeedPage): Promise<void> {
    const { positions } = this.parts;
    const known = group.filter(({ reached }) => resumption(reached, page) === reached.position);
    const lost = group.filter((reader) => !known.includes(reader));
    for (const { webhook, reached } of lost) await this.rewind(webhook, resumption(reached, page), page);
    const last = page.events.at(-1)?.position;
    if (last === undefined || known.length === 0) return;
    await Promise.all(known.map(({ webhook }) => this.hand(webhook, page)));
    await positions.move(this.log, known.map(idOf), { position: last, logId: page.logId, epoch: epochOf(page) });
  }

  /** The log is another one, or was restored from a copy: what comes now is another story than the one that was read. */
  private async rewind({ id, name }: LiveWebhook, position: number, page: FeedPage): Promise<void> {
    this.parts.logger.warn({ log: this.log, webhook: name, position }, 'the log is not the one of before');
    await this.parts.positions.move(this.log, [id], { position, logId: page.logId, epoch: epochOf(page) });
  }

  private async hand(webhook: LiveWebhook, page: FeedPage): Promise<void> {
    const events = (page.events as readonly RecordedEvent[]).filter((event) => passes(webhook.filters, event));
    if (events.length === 0) return;
    const origin = { source: logs[this.log].source, logId: page.logId };
    await this.parts.desk.add(
      webhook,
      events.map((event): Delivery => ({
        id: event.id,
        log: this.log,
        position: event.position,
        type: event.type,
        subject: event.streamId,
        body: messageText(event, origin),
      })),
    );
  }

  /** The webhooks that can be given more, each with its position; a new one's is what it was added with, or the present. */
  private async readers(): Promise<{ readonly readers: readonly Reader[]; readonly isAnyFull: boolean }> {
    const { directory, positions } = this.parts;
    const wanted = directory.all().filter(({ paused, filters }) => paused === undefined && follows(filters, this.log));
    if (wanted.length === 0) return { readers: [], isAnyFull: false };
    const reached = await positions.of(this.log);
    const fresh = wanted.filter(({ id }) => !reached.has(id));
    if (fresh.length > 0) return this.begin(fresh);
    const readers = wanted.flatMap((webhook) => readerOf(webhook, reached.get(webhook.id)));
    this.slowest = Math.min(...readers.map((reader) => reader.reached.position));
    const waiting = await Promise.all(readers.map(({ webhook }) => this.parts.desk.waiting(webhook)));
    const isFull = waiting.map((count) => count >= this.parts.maxWaiting);
    return { readers: readers.filter((_reader, index) => !isFull[index]), isAnyFull: isFull.includes(true) };
  }

  private async begin(fresh: readonly LiveWebhook[]): Promise<Awaited<ReturnType<LogPump['readers']>>> {
    const page = await this.parts.feed.read(this.log, { after: 0, limit: 1, waitMs: 0 });
    if (!page.ok) throw new Error(page.error.detail);
    const { logId, head } = page.value;
    const epoch = epochOf(page.value);
    for (const { id, from } of fresh) {
      await this.parts.positions.move(this.log, [id], { position: from[this.log] ?? head, logId, epoch });
    }
    return this.readers();
  }

  private recover(): void {
    this.failingSince = undefined;
    this.failure = '';
  }

  private wait(ms: number, changed: Promise<void> = this.changed): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
    return Promise.race([late, changed]).finally(() => clearTimeout(timer));
  }

  private fail(detail: string): void {
    // It is tried every second; the first failure of a row says it all.
    if (this.failure !== detail) this.parts.logger.warn({ log: this.log, detail }, 'the log cannot be followed');
    this.failingSince ??= Date.now();
    this.failure = detail;
  }
}

function byPosition(readers: readonly Reader[]): ReadonlyMap<number, readonly Reader[]> {
  const places = new Map<number, readonly Reader[]>();
  for (const reader of readers) {
    const { position } = reader.reached;
    places.set(position, [...(places.get(position) ?? []), reader]);
  }
  return places;
}

const idOf = ({ webhook }: Reader): string => webhook.id;

const readerOf = (webhook: LiveWebhook, reached: ReachedPosition | undefined): readonly Reader[] =>
  reached ? [{ webhook, reached }] : [];
