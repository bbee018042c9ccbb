import type { EventOptions } from '../container-engine.js';
import type { ContainerEvent, EngineEvent } from '../container-event.js';
import type { EngineFailure } from '../engine-failure.js';
import { Channel } from './channel.js';

/** What happened, without whom it happened to. */
export type ContainerNews =
  | { readonly type: 'start' | 'oom' | 'destroy' }
  | { readonly type: 'die'; readonly exitCode: number };

interface Follower {
  readonly channel: Channel<EngineEvent>;
  readonly labels: Readonly<Record<string, string>>;
  subscribedBefore: boolean;
}

/** As many as Docker remembers. */
const rememberedEvents = 256;

/** The events of a pretended engine: the past as far as it is remembered, and those who follow. */
export class EventHistory {
  private events: ContainerEvent[] = [];
  private failure: EngineFailure | null = null;
  private readonly followers = new Set<Follower>();

  follow({ labels, since, signal }: EventOptions): AsyncIterable<EngineEvent> {
    const channel = new Channel<EngineEvent>(signal);
    const follower: Follower = { channel, labels, subscribedBefore: false };
    this.followers.add(follower);
    signal.addEventListener('abort', () => this.followers.delete(follower), { once: true });
    if (this.failure === null) subscribe(follower);
    else channel.push({ type: 'disconnected', failure: this.failure });
    const past = since === undefined ? [] : this.events.filter((event) => event.at >= since);
    for (const event of past) offer(follower, event);
    return channel;
  }

  record(event: ContainerEvent): void {
    if (this.failure !== null) return;
    this.events = [...this.events, event].slice(-rememberedEvents);
    for (const follower of this.followers) offer(follower, event);
  }

  disconnect(failure: EngineFailure): void {
    this.failure = failure;
    for (const { channel } of this.followers) channel.push({ type: 'disconnected', failure });
  }

  reconnect(): void {
    this.failure = null;
    for (const follower of this.followers) subscribe(follower);
  }
}

function subscribe(follower: Follower): void {
  follower.channel.push({ type: follower.subscribedBefore ? 'resubscribed' : 'subscribed' });
  follower.subscribedBefore = true;
}

function offer({ channel, labels }: Follower, event: ContainerEvent): void {
  if (Object.entries(labels).every(([name, value]) => event.labels[name] === value)) channel.push(event);
}
