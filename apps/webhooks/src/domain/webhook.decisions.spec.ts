import { describe, expect, it } from 'vitest';
import { webhookFilters, type WebhookEvent } from '@enginehouse/contracts';
import { addWebhook, changeWebhook, removeWebhook, rotateSecret, type Decision } from './webhook.decisions.js';
import { fold, secretsAt, type RecordedWebhookEvent, type Webhook } from './webhook.js';

const filters = webhookFilters.parse({});
const wish = { name: 'ci', target: 'T', secret: 'S', internal: false, filters, from: { catalog: 3, scheduling: 4 } };

/** The state after these commands, one minute each. */
function after(...steps: readonly ((state: Webhook) => Decision)[]): Webhook {
  const events: RecordedWebhookEvent[] = [];
  for (const [minute, decide] of steps.entries()) {
    const decision = decide(fold(events));
    for (const event of decision.ok ? decision.value : []) events.push(recorded(event, events.length + 1, minute));
  }
  return fold(events);
}

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 12, minute));

const recorded = (event: WebhookEvent, position: number, minute: number): RecordedWebhookEvent => ({
  ...event,
  id: `event-${position}`,
  schemaVersion: 1,
  meta: { actor: 'user:ada', correlationId: 'c' },
  position,
  streamId: 'webhook:ci',
  version: position,
  recordedAt: at(minute).toISOString(),
});

const add = (state: Webhook) => addWebhook(state, wish);
const change =
  (changes: object, reason = '') =>
  (state: Webhook) =>
    changeWebhook(state, { name: 'ci', changes, reason });
const remove = (state: Webhook) => removeWebhook(state, 'ci');
const rotate = (secret: string, overlapSeconds: number) => (state: Webhook) =>
  rotateSecret(state, { name: 'ci', secret, overlapSeconds });

const secrets = (state: Webhook, minute: number) => (state.status === 'live' ? secretsAt(state, at(minute)) : []);

describe('a webhook', () => {
  it('is there once it was added, and its name is taken', () => {
    expect(after(add)).toMatchObject({ status: 'live', id: 'event-1', name: 'ci', paused: undefined, revision: 1 });
    expect(add(after(add))).toMatchObject({ error: { code: 'name-taken' } });
  });

  it('is another one when it is added again after its removal', () => {
    expect(after(add, remove)).toEqual({ status: 'removed' });
    expect(after(add, remove, add)).toMatchObject({ id: 'event-3' });
  });

  it('changes only where it is told something new', () => {
    const state = after(add, change({ target: 'U', internal: false, filters }));
    expect(state).toMatchObject({ target: 'U', secret: 'S', revision: 2 });
    expect(change({ target: 'U', filters: webhookFilters.parse({}) })(state)).toEqual({ ok: true, value: [] });
  });

  it('pauses with its reason and resumes, once each', () => {
    const paused = after(add, change({ paused: true }, 'holidays'));
    expect(paused).toMatchObject({ paused: 'holidays' });
    expect(change({ paused: true })(paused)).toEqual({ ok: true, value: [] });
    expect(after(add, change({ paused: true }), change({ paused: false }))).toMatchObject({ paused: undefined });
    const both = after(add, change({ paused: true }), change({ paused: false, target: 'U' }));
    expect(both).toMatchObject({ target: 'U', paused: undefined, revision: 4 });
  });

  it.each([change({ paused: true }), rotate('N', 0), remove])('that is not there is not found', (decide) => {
    expect(decide({ status: 'absent' })).toMatchObject({ error: { code: 'webhook-not-found' } });
    expect(decide({ status: 'removed' })).toMatchObject({ error: { code: 'webhook-not-found' } });
  });
});

describe('the secrets of a webhook', () => {
  it('overlap for as long as the rotation says', () => {
    const state = after(add, rotate('N', 600));
    expect(secrets(state, 2)).toEqual(['N', 'S']);
    expect(secrets(state, 12)).toEqual(['N']);
  });

  it('overlap each for its own time', () => {
    const state = after(add, rotate('N', 600), rotate('O', 60));
    expect(secrets(state, 2)).toEqual(['O', 'S', 'N']);
    expect(secrets(state, 5)).toEqual(['O', 'S']);
  });

  it('end at once where there is no overlap', () => {
    expect(secrets(after(add, rotate('N', 600), rotate('O', 0)), 2)).toEqual(['O']);
  });
});
