import { createHmac } from 'node:crypto';

const prefix = 'whsec_';

/** What is signed: exactly the bytes that are sent, under their id, at a time. */
export interface Signed {
  readonly id: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly body: string;
}

/** The header `webhook-signature` of Standard Webhooks: one `v1,<base64 HMAC-SHA256>` per secret, separated by spaces. */
export const signatures = (signed: Signed, secrets: readonly string[]): string =>
  secrets.map((secret) => `v1,${signature(signed, secret)}`).join(' ');

const signature = ({ id, timestamp, body }: Signed, secret: string): string =>
  createHmac('sha256', Buffer.from(secret.slice(prefix.length), 'base64'))
    .update(`${id}.${timestamp}.${body}`, 'utf8')
    .digest('base64');
