import { Inject, Injectable } from '@nestjs/common';
import { sealSecret } from '@enginehouse/service-kit';
import { createHmac } from 'node:crypto';
import { SECRETS_KEY } from '../deployments/seal-environment.js';
import type { Call } from '../http/call.js';

/** A webhook's secret: once for the person who asked for it, and sealed for everything behind the API. */
export interface WebhookSecret {
  readonly plain: string;
  readonly sealed: string;
}

/** Makes secrets of webhooks and seals their addresses, so that neither stands in a log, an event or a message. */
@Injectable()
export class WebhookSecrets {
  constructor(@Inject(SECRETS_KEY) private readonly secretsKey: string) {}

  /** A new secret for each new command; a repeated command gets the same again, like everything else in its answer. */
  create({ header }: Pick<Call, 'header'>): WebhookSecret {
    const key = Buffer.from(this.secretsKey, 'base64');
    const bytes = createHmac('sha256', key).update(`webhook-secret\n${header.idempotencyKey}`).digest();
    const plain = `whsec_${bytes.toString('base64')}`;
    return { plain, sealed: this.seal('secret', plain, header.idempotencyKey) };
  }

  sealUrl(url: string, { header }: Pick<Call, 'header'>): string {
    return this.seal('url', url, header.idempotencyKey);
  }

  private seal(what: string, value: string, idempotencyKey: string): string {
    return sealSecret(value, this.secretsKey, `${idempotencyKey}\nwebhook-${what}`);
  }
}
