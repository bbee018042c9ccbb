import { isDeepStrictEqual } from 'node:util';
import {
  err,
  ok,
  problemOf,
  type Problem,
  type RequestHeader,
  type Result,
  type WebhookEvent,
} from '@enginehouse/contracts';
import type { AppendOutcome, EventStore } from '@enginehouse/event-store';
import { eventIdOf } from '@enginehouse/service-kit';
import { refusals } from '../domain/refusals.js';
import { fold, webhookStreamId, type RecordedWebhookEvent, type Webhook } from '../domain/webhook.js';
import type { Decision } from '../domain/webhook.decisions.js';
import type { WebhookDirectory } from './webhook-directory.js';

export interface WebhookCommand {
  readonly name: string;
  readonly expectedRevision?: number | undefined;
  readonly decide: (state: Webhook) => Decision;
}

export interface CommandDone {
  readonly revision: number;
  readonly changed: boolean;
}

type Attempt = Result<CommandDone, Problem> | 'conflict';

const attempts = 5;
const patienceMs = 5000;

/** Runs commands on webhooks: read the stream, decide, append, wait until this process knows. */
export class WebhookCommands {
  constructor(
    private readonly store: EventStore,
    private readonly directory: WebhookDirectory,
  ) {}

  async run(command: WebhookCommand, header: RequestHeader): Promise<Result<CommandDone, Problem>> {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const outcome = await this.attempt(command, header);
      if (outcome === 'conflict') continue;
      if (outcome.ok) await this.directory.waitFor(outcome.value.revision, patienceMs);
      return outcome;
    }
    return err(problemOf('overloaded', `Too many writers change ${command.name} at once.`, { retryAfterSeconds: 1 }));
  }

  /** What a command has written already, where it is a repeated one. */
  async written(name: string, { idempotencyKey }: RequestHeader): Promise<readonly RecordedWebhookEvent[]> {
    return writtenBy(await this.read(name), idempotencyKey);
  }

  private async attempt(command: WebhookCommand, header: RequestHeader): Promise<Attempt> {
    const events = await this.read(command.name);
    const repeated = answerRepeated(events, command, header.idempotencyKey);
    if (repeated) return repeated;
    const state = fold(events);
    const { name, expectedRevision } = command;
    if (expectedRevision !== undefined && state.status === 'live' && expectedRevision !== state.revision) {
      return err(refusals.stale(name, expectedRevision, state.revision));
    }
    const decision = command.decide(state);
    if (!decision.ok) return decision;
    if (decision.value.length === 0) return ok({ revision: events.at(-1)?.position ?? 0, changed: false });
    const expectedVersion = events.at(-1)?.version ?? 0;
    const outcome = await this.store.append(webhookStreamId(name), newEvents(decision.value, header), {
      expectedVersion,
    });
    return answerOf(outcome, header);
  }

  private async read(name: string): Promise<readonly RecordedWebhookEvent[]> {
    return (await this.store.readStream(webhookStreamId(name))) as readonly RecordedWebhookEvent[];
  }
}

function writtenBy(events: readonly RecordedWebhookEvent[], key: string): readonly RecordedWebhookEvent[] {
  const ids = events.map((_event, ordinal) => eventIdOf(key, ordinal));
  return events.filter(({ id }) => ids.includes(id));
}

/** Deciding again on the state of then tells whether a key was used for the same command. */
function answerRepeated(
  events: readonly RecordedWebhookEvent[],
  { decide }: WebhookCommand,
  key: string,
): Result<CommandDone, Problem> | undefined {
  const recorded = writtenBy(events, key);
  const [first] = recorded;
  const last = recorded.at(-1);
  if (!first || !last) return undefined;
  const decision = decide(fold(events.filter(({ position }) => position < first.position)));
  const decided = decision.ok ? decision.value : [];
  return isDeepStrictEqual(recorded.map(payload), decided.map(payload))
    ? ok({ revision: last.position, changed: true })
    : err(reused(key));
}

function newEvents(events: readonly WebhookEvent[], { idempotencyKey, ...meta }: RequestHeader) {
  return events.map(({ type, data }, ordinal) => ({
    id: eventIdOf(idempotencyKey, ordinal),
    type,
    schemaVersion: 1,
    data,
    meta,
  }));
}

function answerOf(outcome: AppendOutcome, header: RequestHeader): Attempt {
  switch (outcome.kind) {
    case 'appended':
    case 'duplicate':
      return ok({ revision: outcome.position, changed: true });
    case 'conflict':
      return 'conflict';
    case 'reused-id':
      return err(reused(header.idempotencyKey));
    case 'overloaded':
      return err(
        problemOf('overloaded', 'The log has too many writes waiting.', {
          retryAfterSeconds: outcome.retryAfterSeconds,
        }),
      );
    case 'unavailable':
      return err(
        problemOf('unavailable', `The log does not answer (${outcome.reason}).`, {
          hint: 'The outcome is not known: look what became of it before you try again. A program repeats the request with the same idempotency key.',
          retryAfterSeconds: 2,
        }),
      );
  }
}

const reused = (key: string): Problem =>
  problemOf('idempotency-key-reused', `The idempotency key ${key} was used for another request.`, {
    hint: 'Use a fresh key for every new request, and the same key only to repeat exactly the same one.',
  });

/** As it went through JSON, since that is how the log holds it. */
const payload = ({ type, data }: { readonly type: string; readonly data: unknown }): unknown =>
  JSON.parse(JSON.stringify({ type, data }));
