import { isSealed, webhookMessage, type RecordedEvent, type WebhookMessage } from '@enginehouse/contracts';

const mask = '********';

/** The bytes of a delivery. They are made once: every attempt signs and sends the same. */
export const messageText = (event: RecordedEvent, log: { readonly source: string; readonly logId: string }): string =>
  textOf(webhookMessage(event, log));

/** JSON in which sealed secrets are masked: not even their ciphertext leaves the installation. */
export const textOf = (message: WebhookMessage): string =>
  JSON.stringify(message, (_key, value: unknown) => (typeof value === 'string' && isSealed(value) ? mask : value));
