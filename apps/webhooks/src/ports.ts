import type {
  DeliveryAttempt,
  DeliveryCounts,
  DeliveryState,
  DeliveryView,
  FeedPage,
  Problem,
  Result,
  WebhookLog,
} from '@enginehouse/contracts';
import type { HealthStatus } from '@enginehouse/service-kit';
import type { ReachedPosition } from './domain/resumption.js';

/** An event that a webhook shall be told of. `id` is the event's: the same one is never enqueued twice. */
export interface Delivery {
  readonly id: string;
  readonly log: WebhookLog;
  readonly position: number;
  readonly type: string;
  readonly subject: string;
  /** Exactly what is sent. */
  readonly body: string;
}

/** What an attempt led to. `interrupted` counts as no attempt; `dropped`: there is nobody to tell any more. */
export type DeliveryOutcome =
  | { readonly kind: 'delivered'; readonly attempt: DeliveryAttempt }
  | { readonly kind: 'failed'; readonly attempt: DeliveryAttempt; readonly retryAfterMs: number }
  | { readonly kind: 'gone'; readonly attempt: DeliveryAttempt }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'dropped' };

/** Makes one attempt. */
export type Deliver = (webhookId: string, delivery: Delivery, signal: AbortSignal) => Promise<DeliveryOutcome>;

/** Which deliveries to list. */
export interface DeliveryListRequest {
  readonly state?: DeliveryState | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** The deliveries of one webhook: what waits, what is tried again, and what became of the rest. */
export interface DeliveryQueue {
  /** Adds those that are not there yet. */
  add(deliveries: readonly Delivery[]): Promise<void>;
  /** Begins to make attempts, several at once; until then, and after `pause`, deliveries only wait. */
  start(): void;
  /** Ends making attempts; those under way are finished. */
  pause(): Promise<void>;
  counts(): Promise<DeliveryCounts>;
  list(
    request: DeliveryListRequest,
  ): Promise<{ readonly items: readonly DeliveryView[]; readonly nextCursor?: string }>;
  /** Sends a finished delivery once more. False: there is none. */
  redrive(id: string): Promise<boolean>;
  /** Sends everything that was given up once more; answers how many. */
  redriveDead(): Promise<number>;
  /** Forgets all deliveries. */
  destroy(): Promise<void>;
}

/** Where the deliveries of all webhooks are kept. */
export interface DeliveryQueues {
  queue(webhookId: string): DeliveryQueue;
  status(): HealthStatus;
  /** Interrupts attempts that take too long, and disconnects. */
  close(): Promise<void>;
}

/** What is remembered of every webhook's progress. */
export interface Positions {
  of(log: WebhookLog): Promise<ReadonlyMap<string, ReachedPosition>>;
  move(log: WebhookLog, webhookIds: readonly string[], reached: ReachedPosition): Promise<void>;
  /** Every webhook that has a position. */
  webhookIds(): Promise<readonly string[]>;
  forget(webhookId: string): Promise<void>;
}

/** Which part of a log to read; `waitMs` holds the answer until there is something. */
export interface FeedRange {
  readonly after: number;
  readonly limit: number;
  readonly waitMs: number;
}

/** The logs, from the services that own them. */
export interface LogFeed {
  read(log: WebhookLog, range: FeedRange): Promise<Result<FeedPage, Problem>>;
}

/** A request to a receiver. */
export interface Posting {
  readonly url: string;
  /** The receiver may be in a private network. */
  readonly internal: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal?: AbortSignal | undefined;
}

/** What a receiver answered. */
export interface Posted {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: Uint8Array;
}

/** Sends requests to addresses that others chose. */
export interface Receivers {
  post(posting: Posting): Promise<Result<Posted, Problem>>;
  /** Whether an address may be called. */
  check(url: string, internal: boolean): Promise<Result<void, Problem>>;
}

export const LOG_FEED = Symbol('LOG_FEED');
export const RECEIVERS = Symbol('RECEIVERS');
export const POSITIONS = Symbol('POSITIONS');
/** Injection token of the key that opens URLs and secrets: 32 bytes, base64. */
export const SECRETS_KEY = Symbol('SECRETS_KEY');
