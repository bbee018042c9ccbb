import { Injectable } from '@nestjs/common';
import {
  err,
  ok,
  problemOf,
  type DeliveryAttempt,
  type Problem,
  type RequestHeader,
  type Result,
} from '@enginehouse/contracts';
import { uuidv7 } from '@enginehouse/service-kit';
import { Attempts } from '../application/attempt.js';
import { WebhookDirectory } from '../application/webhook-directory.js';
import { textOf } from '../domain/message-text.js';
import { refusals } from '../domain/refusals.js';
import { webhookStreamId } from '../domain/webhook.js';

/** Sends a test event to a receiver and tells what it answered; paused webhooks too. */
@Injectable()
export class TestWebhookHandler {
  constructor(
    private readonly directory: WebhookDirectory,
    private readonly attempts: Attempts,
  ) {}

  async execute(name: string, header: RequestHeader): Promise<Result<DeliveryAttempt, Problem>> {
    const webhook = this.directory.get(name);
    if (!webhook) return err(refusals.notFound(name));
    const id = uuidv7();
    const body = textOf({
      specversion: '1.0',
      id,
      source: '/webhooks',
      type: 'WebhookTest',
      time: new Date().toISOString(),
      subject: webhookStreamId(name),
      datacontenttype: 'application/json',
      position: 0,
      streamversion: 0,
      schemaversion: 1,
      logid: '',
      actor: header.actor,
      correlationid: header.correlationId,
      data: { text: `This is a test of the webhook "${name}".` },
    });
    const outcome = await this.attempts.make(webhook, { id, body });
    return 'attempt' in outcome ? ok(outcome.attempt) : err(problemOf('internal', 'The test was interrupted.'));
  }
}
