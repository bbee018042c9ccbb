import { isDeepStrictEqual } from 'node:util';
import {
  err,
  ok,
  type Problem,
  type Result,
  type WebhookChanges,
  type WebhookEvent,
  type WebhookFilters,
  type WebhookPositions,
} from '@enginehouse/contracts';
import { refusals } from './refusals.js';
import type { LiveWebhook, Webhook } from './webhook.js';

/** What happens because of a command: events (none = nothing to change), or the reason why not. */
export type Decision = Result<readonly WebhookEvent[], Problem>;

/** The webhook, where there is one. */
export const live = (state: Webhook, name: string): Result<LiveWebhook, Problem> =>
  state.status === 'live' ? ok(state) : err(refusals.notFound(name));

export interface AddWebhook {
  readonly name: string;
  readonly target: string;
  readonly secret: string;
  readonly internal: boolean;
  readonly filters: WebhookFilters;
  readonly from: Partial<WebhookPositions>;
}

export function addWebhook(state: Webhook, { name, ...data }: AddWebhook): Decision {
  return state.status === 'live' ? err(refusals.nameTaken(name)) : ok([{ type: 'WebhookAdded', data }]);
}

export interface ChangeWebhook {
  readonly name: string;
  readonly changes: WebhookChanges;
  /** Why it is paused, where it is. */
  readonly reason: string;
}

export function changeWebhook(state: Webhook, { name, changes, reason }: ChangeWebhook): Decision {
  const webhook = live(state, name);
  if (!webhook.ok) return webhook;
  const { paused, ...rest } = changes;
  const fields = Object.entries(rest).filter(
    ([field, value]) => value !== undefined && !isDeepStrictEqual(value, webhook.value[field as keyof typeof rest]),
  );
  const changed: WebhookEvent = { type: 'WebhookChanged', data: { changes: Object.fromEntries(fields) } };
  return ok([...(fields.length > 0 ? [changed] : []), ...pausing(webhook.value, paused, reason)]);
}

function pausing(webhook: LiveWebhook, paused: boolean | undefined, reason: string): readonly WebhookEvent[] {
  const isPaused = webhook.paused !== undefined;
  if (paused === undefined || paused === isPaused) return [];
  return paused ? [{ type: 'WebhookPaused', data: { reason } }] : [{ type: 'WebhookResumed', data: {} }];
}

export function rotateSecret(
  state: Webhook,
  { name, secret, overlapSeconds }: { readonly name: string; readonly secret: string; readonly overlapSeconds: number },
): Decision {
  const webhook = live(state, name);
  return webhook.ok ? ok([{ type: 'WebhookSecretRotated', data: { secret, overlapSeconds } }]) : webhook;
}

export function removeWebhook(state: Webhook, name: string): Decision {
  const webhook = live(state, name);
  return webhook.ok ? ok([{ type: 'WebhookRemoved', data: {} }]) : webhook;
}
