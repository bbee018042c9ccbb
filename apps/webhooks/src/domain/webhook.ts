import type { RecordedEvent, WebhookEvent, WebhookFilters, WebhookPositions } from '@enginehouse/contracts';

/** A webhook as its events tell it. URL and secrets are sealed. */
export type Webhook = { readonly status: 'absent' } | LiveWebhook | { readonly status: 'removed' };

export interface LiveWebhook {
  readonly status: 'live';
  /** Of this one, not of another that had the name before. */
  readonly id: string;
  readonly name: string;
  readonly target: string;
  readonly secret: string;
  /** Older secrets that requests are signed with too, each until its time (ISO 8601). */
  readonly previous: readonly { readonly secret: string; readonly until: string }[];
  readonly internal: boolean;
  readonly filters: WebhookFilters;
  /** A log that is not named begins where it ends when it is first looked at. */
  readonly from: Partial<WebhookPositions>;
  /** Why it is paused; undefined while it is active. */
  readonly paused: string | undefined;
  readonly revision: number;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
}

/** What a webhook is before its first event. */
export const initialWebhook: Webhook = { status: 'absent' };

const streamPrefix = 'webhook:';

/** The stream of a webhook. */
export const webhookStreamId = (name: string): string => `${streamPrefix}${name}`;

/** The name of the webhook that a stream is of. */
export const webhookNameOf = (streamId: string): string => streamId.slice(streamPrefix.length);

export type RecordedWebhookEvent = RecordedEvent & WebhookEvent;

/** The state after an event. An event that a newer program wrote and this one does not know changes nothing. */
export function evolve(state: Webhook, event: RecordedWebhookEvent): Webhook {
  if (event.type === 'WebhookAdded') return added(event);
  if (state.status !== 'live') return state;
  if (event.type === 'WebhookRemoved') return { status: 'removed' };
  return { ...state, ...changedBy(state, event), revision: event.position, updatedAt: event.recordedAt };
}

/** The state after a whole list of events. */
export const fold = (events: readonly RecordedWebhookEvent[]): Webhook => events.reduce(evolve, initialWebhook);

function added(event: Extract<RecordedWebhookEvent, { type: 'WebhookAdded' }>): LiveWebhook {
  return {
    status: 'live',
    ...event.data,
    id: event.id,
    name: webhookNameOf(event.streamId),
    previous: [],
    paused: undefined,
    revision: event.position,
    createdAt: event.recordedAt,
    createdBy: event.meta.actor,
    updatedAt: event.recordedAt,
  };
}

function changedBy(state: LiveWebhook, event: RecordedWebhookEvent): Partial<LiveWebhook> {
  switch (event.type) {
    case 'WebhookChanged':
      return event.data.changes;
    case 'WebhookPaused':
      return { paused: event.data.reason };
    case 'WebhookResumed':
      return { paused: undefined };
    case 'WebhookSecretRotated':
      return rotated(state, event.data, event.recordedAt);
    case 'WebhookAdded':
    case 'WebhookRemoved':
      return {};
  }
}

function rotated(
  { secret, previous }: LiveWebhook,
  next: { readonly secret: string; readonly overlapSeconds: number },
  at: string,
): Partial<LiveWebhook> {
  const until = new Date(Date.parse(at) + next.overlapSeconds * 1000).toISOString();
  // No overlap at all means that the secrets before are not to be trusted any more.
  return { secret: next.secret, previous: next.overlapSeconds > 0 ? [...previous, { secret, until }].slice(-3) : [] };
}

/** The sealed secrets to sign with at a time, the current one first. */
export const secretsAt = ({ secret, previous }: LiveWebhook, now: Date): readonly string[] => [
  secret,
  ...previous.filter(({ until }) => Date.parse(until) > now.getTime()).map((each) => each.secret),
];
