import { Inject, Injectable } from '@nestjs/common';
import {
  err,
  ok,
  problemOf,
  schemaVersionOf,
  type BackendEvent,
  type EventMeta,
  type NewEvent,
  type Problem,
  type RequestHeader,
  type Result,
} from '@enginehouse/contracts';
import type { AppendOutcome, EventStore } from '@enginehouse/event-store';
import { eventIdOf, LOGGER, type Logger } from '@enginehouse/service-kit';
import { backendStreamId, type Backend } from '../domain/backend.js';
import type { Decision } from '../domain/backend.decisions.js';
import {
  BACKEND_NEWS,
  BACKEND_VIEWS,
  EVENT_STORE,
  type BackendNews,
  type BackendViews,
  type UseHold,
} from '../ports.js';
import { BackendRepository } from './backend-repository.js';
import { InUseGuard } from './in-use-guard.js';
import { KeyedQueue } from './keyed-queue.js';
import type { LoadedBackend } from './loaded-backend.js';
import { answerRepeated, idempotencyKeyReused } from './repeated-command.js';
import { staleRevision } from './stale-revision.js';

/** What a command did. `events` is empty where there was nothing to change. */
export interface CommandResult {
  readonly revision: number;
  readonly events: readonly BackendEvent[];
}

export interface BackendCommand {
  readonly name: string;
  readonly expectedRevision?: number | undefined;
  readonly decide: (state: Backend) => Decision;
  /** Also something to do with a deleted backend, so that an expected revision counts there too. */
  readonly revives?: boolean;
}

const attempts = 10;
const projectionPatienceMs = 5000;

type Attempt = Result<CommandResult, Problem> | 'conflict';

/** What a command comes to with what is known of a backend; only events are worth an append. */
type Judgement =
  | { readonly kind: 'answer'; readonly answer: Result<CommandResult, Problem> }
  | { readonly kind: 'events'; readonly events: readonly BackendEvent[] };

/** Runs commands on backends: load, decide, guard, append, wait for the read model, tell the news. */
@Injectable()
export class BackendCommands {
  private readonly queue = new KeyedQueue();

  constructor(
    private readonly backends: BackendRepository,
    private readonly guard: InUseGuard,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(BACKEND_VIEWS) private readonly views: BackendViews,
    @Inject(BACKEND_NEWS) private readonly news: BackendNews,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Other processes may write too, so a conflict is possible and decided again; within this process writers queue up. */
  async run(command: BackendCommand, header: RequestHeader): Promise<Result<CommandResult, Problem>> {
    const result = await this.queue.run(backendStreamId(command.name), () => this.decided(command, header));
    if (!result.ok) return result;
    await this.readable(result.value.revision);
    // The last thing done, so that it goes out with the answer, over the same connection and before it. Also for what
    // was done already: the first answer may have been lost, and this with it.
    this.news.changed([command.name]);
    return result;
  }

  private async decided(command: BackendCommand, header: RequestHeader): Promise<Result<CommandResult, Problem>> {
    const quick = await this.quickly(command, header);
    if (quick) return quick;
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const outcome = await this.attempt(command, header);
      if (outcome !== 'conflict') return outcome;
      this.backends.forget(command.name);
    }
    return err(problemOf('overloaded', `Too many writers change ${command.name} at once.`, { retryAfterSeconds: 1 }));
  }

  /**
   * On what is remembered, without reading: the append itself finds out whether it is the newest. Only for what would be
   * written and takes nothing away; every other answer is given on what the log holds.
   */
  private async quickly(
    command: BackendCommand,
    header: RequestHeader,
  ): Promise<Result<CommandResult, Problem> | undefined> {
    const known = this.backends.recall(command.name);
    if (!known) return undefined;
    const judged = judge(known, command, header);
    if (judged.kind === 'answer' || this.guard.isNeeded(known, judged.events)) return undefined;
    const outcome = await this.append(known, judged.events, header);
    return outcome === 'conflict' || isReused(outcome) ? undefined : outcome;
  }

  private async attempt(command: BackendCommand, header: RequestHeader): Promise<Attempt> {
    const loaded = await this.backends.load(command.name);
    const judged = judge(loaded, command, header);
    return judged.kind === 'answer' ? judged.answer : this.append(loaded, judged.events, header);
  }

  private async append(
    loaded: LoadedBackend,
    events: readonly BackendEvent[],
    header: RequestHeader,
  ): Promise<Attempt> {
    const held = await this.guard.hold(loaded, events, header.idempotencyKey);
    if (!held.ok) return held;
    const outcome = await this.store.append(loaded.streamId, newEvents(events, header), {
      expectedVersion: loaded.version,
    });
    if (outcome.kind === 'appended') this.backends.appended(loaded, outcome.events ?? []);
    if (held.value) await this.release(held.value, outcome, loaded);
    return this.answer(outcome, events, header);
  }

  /**
   * Whoever reads the backend after this must see the removal, so the read model comes first. Where nobody knows
   * whether the removal was written, the hold stays: the scheduler gives it up through `AbandonRemoval`, which finds out.
   */
  private async release(hold: UseHold, outcome: AppendOutcome, loaded: LoadedBackend): Promise<void> {
    if (outcome.kind === 'unavailable') return;
    const written = outcome.kind === 'appended' || outcome.kind === 'duplicate';
    if (written) await this.readable(outcome.position);
    await this.guard.release(hold, written ? outcome.position : loaded.revision);
  }

  private answer(outcome: AppendOutcome, events: readonly BackendEvent[], header: RequestHeader): Attempt {
    switch (outcome.kind) {
      case 'appended':
      case 'duplicate':
        return ok({ revision: outcome.position, events });
      case 'conflict':
        return 'conflict';
      case 'reused-id':
        return err(idempotencyKeyReused(header.idempotencyKey));
      case 'overloaded':
        return err(
          problemOf('overloaded', 'The log has too many writes waiting.', {
            retryAfterSeconds: outcome.retryAfterSeconds,
          }),
        );
      case 'unavailable':
        return err(logUnavailable(outcome.reason));
    }
  }

  /** What was written is written: a read model that lags delays the answer, it does not turn it into a failure. */
  private async readable(revision: number): Promise<void> {
    const passed = await this.views.waitFor(revision, projectionPatienceMs);
    if (!passed) this.logger.warn({ revision }, 'the read model has not caught up with the log');
  }
}

/** Whether it is the same request can only be told by who knows all that was written since. */
const isReused = (outcome: Result<CommandResult, Problem>): boolean =>
  !outcome.ok && outcome.error.code === 'idempotency-key-reused';

function judge(loaded: LoadedBackend, command: BackendCommand, header: RequestHeader): Judgement {
  const repeated = answerRepeated(loaded, header.idempotencyKey, command.decide);
  if (repeated) return { kind: 'answer', answer: repeated };
  const { expectedRevision, revives } = command;
  const comparable = loaded.state.status === 'live' || (revives && loaded.state.status === 'deleted');
  if (expectedRevision !== undefined && comparable && expectedRevision !== loaded.revision) {
    return { kind: 'answer', answer: err(staleRevision(loaded, expectedRevision)) };
  }
  const decision = command.decide(loaded.state);
  if (!decision.ok) return { kind: 'answer', answer: decision };
  const events = decision.value;
  return events.length === 0
    ? { kind: 'answer', answer: ok({ revision: loaded.revision, events }) }
    : { kind: 'events', events };
}

function newEvents(events: readonly BackendEvent[], header: RequestHeader): readonly NewEvent[] {
  const { idempotencyKey, ...meta } = header;
  const stored: EventMeta = { ...meta };
  return events.map(({ type, data }, ordinal) => ({
    id: eventIdOf(idempotencyKey, ordinal),
    type,
    schemaVersion: schemaVersionOf(type),
    data,
    meta: stored,
  }));
}

const logUnavailable = (reason: string): Problem =>
  problemOf('unavailable', `The log does not answer (${reason}).`, {
    hint: 'The outcome is not known: look what became of it before you try again. A program repeats the request with the same idempotency key.',
    retryAfterSeconds: 2,
  });
