import { setTimeout as pause } from 'node:timers/promises';
import type Docker from 'dockerode';
import type { EventOptions } from '../container-engine.js';
import type { EngineEvent } from '../container-event.js';
import { engineFailure, type EngineFailure } from '../engine-failure.js';
import { openStream } from './docker-connection.js';
import { toEngineFailure, type Asked } from './docker-failure.js';
import { engineTime, isoOfNanos } from './engine-time.js';
import { readEvent, type EventMessage } from './event-message.js';
import { jsonLines } from './json-lines.js';

/** How the feed reconnects. */
export interface FeedTiming {
  /** Until the engine has answered, in seconds. */
  readonly openSeconds: number;
  /** Between two tries, in milliseconds: the first, and doubled each time up to the last. */
  readonly firstPauseMs: number;
  readonly lastPauseMs: number;
}

const asked: Asked = { action: 'other', subject: 'the event stream' };

/**
 * Follows the engine's events for ever. After an interruption it asks for everything since the last event it saw; the
 * engine includes that one again, so what was seen already is dropped.
 */
export async function* eventFeed(
  docker: Docker,
  options: EventOptions,
  timing: FeedTiming,
): AsyncGenerator<EngineEvent> {
  const feed = new EventFeed(docker, options, timing);
  while (!options.signal.aborted) yield* feed.subscribeOnce();
}

class EventFeed {
  private connectedBefore = false;
  private saidDisconnected = false;
  private failures = 0;
  /** Also at the first time: the engine answers before it listens, and what happens in between must not be missed. */
  private since: string;
  private readonly seen = new RecentKeys();

  constructor(
    private readonly docker: Docker,
    private readonly options: EventOptions,
    private readonly timing: FeedTiming,
  ) {
    this.since = options.since ?? new Date().toISOString();
  }

  async *subscribeOnce(): AsyncGenerator<EngineEvent> {
    const failure = yield* this.follow();
    if (this.options.signal.aborted) return;
    if (!this.saidDisconnected) yield { type: 'disconnected', failure };
    this.saidDisconnected = true;
    await this.wait();
  }

  private async *follow(): AsyncGenerator<EngineEvent, EngineFailure> {
    const call = { ...asked, seconds: this.timing.openSeconds, signal: this.options.signal };
    const opened = await openStream(call, (abortSignal) => this.docker.getEvents(this.request(abortSignal)));
    if (!opened.ok) return opened.error;
    try {
      yield this.subscribed();
      for await (const { text, value } of jsonLines(opened.value.stream)) yield* this.news(text, value);
      return engineFailure('engine-unreachable', 'The engine ended the event stream.');
    } catch (error) {
      return toEngineFailure(error, asked);
    } finally {
      opened.value.close();
    }
  }

  private request(abortSignal: AbortSignal) {
    const label = Object.entries(this.options.labels).map(([name, value]) => `${name}=${value}`);
    const query = { since: engineTime(this.since), filters: { type: ['container'], label } };
    return { abortSignal, _query: query };
  }

  private subscribed(): EngineEvent {
    const type = this.connectedBefore ? 'resubscribed' : 'subscribed';
    this.connectedBefore = true;
    this.saidDisconnected = false;
    this.failures = 0;
    return { type };
  }

  private *news(text: string, value: unknown): Generator<EngineEvent> {
    const timed = readEvent(text, value as EventMessage);
    if (timed === null) return;
    const { event, nanos } = timed;
    if (!this.seen.add(`${nanos} ${event.type} ${event.id}`)) return;
    this.since = isoOfNanos(nanos);
    yield event;
  }

  private async wait(): Promise<void> {
    const { firstPauseMs, lastPauseMs } = this.timing;
    const milliseconds = Math.min(lastPauseMs, firstPauseMs * 2 ** this.failures);
    this.failures += 1;
    await pause(milliseconds, undefined, { signal: this.options.signal }).catch(() => {});
  }
}

/** Remembers more keys than the engine keeps events (256). */
class RecentKeys {
  private readonly keys = new Set<string>();

  /** False where the key was there already. */
  add(key: string): boolean {
    if (this.keys.has(key)) return false;
    this.keys.add(key);
    if (this.keys.size > 512) this.keys.delete(this.keys.values().next().value ?? key);
    return true;
  }
}
