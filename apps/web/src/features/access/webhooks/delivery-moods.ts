import type { DeliveryState, WebhookView } from '@enginehouse/contracts';
import type { Mood } from '../../../ui/state-chip.js';

/** How each state of a delivery is to be taken. */
export const deliveryMoods: Readonly<Record<DeliveryState, Mood>> = {
  pending: 'busy',
  retrying: 'warning',
  delivered: 'good',
  dead: 'bad',
};

/** How each state of a webhook is to be taken. */
export const webhookMoods: Readonly<Record<WebhookView['state'], Mood>> = { active: 'good', paused: 'idle' };
