import { webhookContentType, type DeliveryAttempt, type Problem, type Result } from '@enginehouse/contracts';
import { openSecret, uuidv7 } from '@enginehouse/service-kit';
import { retryAfterMs } from '../domain/retry-delay.js';
import { signatures } from '../domain/signature.js';
import { verdictOf, type Verdict } from '../domain/verdict.js';
import { secretsAt, type LiveWebhook } from '../domain/webhook.js';
import type { DeliveryOutcome, Posted, Receivers } from '../ports.js';

/** What is sent to a receiver. */
export interface Message {
  readonly id: string;
  readonly body: string;
}

const keptAnswerBytes = 1024;

/** Signs a message and sends it to a webhook's receiver, once. */
export class Attempts {
  constructor(
    private readonly receivers: Receivers,
    private readonly secretsKey: string,
  ) {}

  async make(webhook: LiveWebhook, message: Message, signal?: AbortSignal): Promise<DeliveryOutcome> {
    const started = new Date();
    const requestId = uuidv7();
    const posted = await this.post(webhook, message, { started, requestId, signal });
    if (signal?.aborted && !posted.ok) return { kind: 'interrupted' };
    const verdict = posted.ok ? verdictOf(posted.value.status) : failed(posted.error);
    const attempt: DeliveryAttempt = {
      at: started.toISOString(),
      requestId,
      durationMs: Date.now() - started.getTime(),
      status: posted.ok ? posted.value.status : null,
      answer: posted.ok ? beginning(posted.value.body) : '',
      error: verdict.kind === 'delivered' ? null : verdict.error,
    };
    if (verdict.kind !== 'failed') return { kind: verdict.kind, attempt };
    const header = posted.ok ? posted.value.retryAfter : undefined;
    return { kind: 'failed', attempt, retryAfterMs: retryAfterMs(header, new Date()) };
  }

  /** The URL, for those who may see it. */
  open(sealed: string): string {
    return opened(openSecret(sealed, this.secretsKey));
  }

  private async post(
    webhook: LiveWebhook,
    { id, body }: Message,
    { started, requestId, signal }: { started: Date; requestId: string; signal: AbortSignal | undefined },
  ): Promise<Result<Posted, Problem>> {
    const timestamp = Math.floor(started.getTime() / 1000);
    const secrets = secretsAt(webhook, started).map((secret) => this.open(secret));
    const headers = {
      'content-type': webhookContentType,
      'user-agent': 'Enginehouse-Webhooks/1',
      'x-request-id': requestId,
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signatures({ id, timestamp, body }, secrets),
    };
    return this.receivers.post({ url: this.open(webhook.target), internal: webhook.internal, headers, body, signal });
  }
}

const failed = ({ detail }: Problem): Verdict => ({ kind: 'failed', error: detail });

/** Not a text at all, or one with a NUL, must be storable too. */
const beginning = (body: Uint8Array): string =>
  new TextDecoder().decode(body.subarray(0, keptAnswerBytes)).replaceAll('\0', '\u{fffd}');

function opened(result: Result<string, string>): string {
  if (result.ok) return result.value;
  throw new Error(`A webhook cannot be used: ${result.error}.`);
}
