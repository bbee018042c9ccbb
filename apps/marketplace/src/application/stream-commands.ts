import { isDeepStrictEqual } from 'node:util';
import {
  err,
  ok,
  problemOf,
  type Problem,
  type RecordedEvent,
  type RequestHeader,
  type Result,
} from '@enginehouse/contracts';
import type { AppendOutcome, EventStore } from '@enginehouse/event-store';
import { eventIdOf } from '@enginehouse/service-kit';
import type { StreamDirectory, StreamKind } from './stream-directory.js';

interface AnyEvent {
  readonly type: string;
  readonly data: unknown;
}

/** What shall happen to one stream. */
export interface StreamCommand<S, E> {
  /** What stands behind the prefix in the id of the stream. */
  readonly name: string;
  readonly decide: (state: S) => Result<readonly E[], Problem>;
  /** Refuses a state that the command was not meant for, such as another revision than expected. */
  readonly admit?: (state: S) => Result<void, Problem>;
}

/** `revision` is the position of the command's last event; where nothing changed, the revision that there is. */
export interface CommandDone {
  readonly revision: number;
  readonly changed: boolean;
}

type Attempt = Result<CommandDone, Problem> | 'conflict';

const attempts = 5;
const patienceMs = 5000;

/** Runs commands on streams of a kind: read the stream, decide, append, wait until this process knows. */
export class StreamCommands<S, E extends AnyEvent> {
  constructor(
    private readonly store: EventStore,
    private readonly kind: StreamKind<S, RecordedEvent & E>,
    private readonly directory: Pick<StreamDirectory<S, RecordedEvent & E>, 'waitFor'>,
  ) {}

  async run(command: StreamCommand<S, E>, header: RequestHeader): Promise<Result<CommandDone, Problem>> {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const outcome = await this.attempt(command, header);
      if (outcome === 'conflict') continue;
      if (outcome.ok) await this.directory.waitFor(outcome.value.revision, patienceMs);
      return outcome;
    }
    return err(problemOf('overloaded', `Too many writers change ${command.name} at once.`, { retryAfterSeconds: 1 }));
  }

  /** The state as the log has it, whatever this process knows by now. */
  async state(name: string): Promise<S> {
    return this.fold(await this.read(name));
  }

  /** All that happened to a stream. */
  events(name: string): Promise<readonly (RecordedEvent & E)[]> {
    return this.read(name);
  }

  /** What a command has written already, where it is a repeated one. */
  async written(name: string, { idempotencyKey }: RequestHeader): Promise<readonly (RecordedEvent & E)[]> {
    return writtenBy(await this.read(name), idempotencyKey);
  }

  private async attempt(command: StreamCommand<S, E>, header: RequestHeader): Promise<Attempt> {
    const events = await this.read(command.name);
    const repeated = this.answerRepeated(events, command, header.idempotencyKey);
    if (repeated) return repeated;
    const state = this.fold(events);
    const admitted = command.admit?.(state);
    if (admitted && !admitted.ok) return admitted;
    const decision = command.decide(state);
    if (!decision.ok) return decision;
    const last = events.at(-1);
    if (decision.value.length === 0) {
      return ok({ revision: this.kind.revisionOf(state) ?? last?.position ?? 0, changed: false });
    }
    const outcome = await this.store.append(this.streamId(command.name), newEvents(decision.value, header), {
      expectedVersion: last?.version ?? 0,
    });
    return answerOf(outcome, header);
  }

  /** Deciding again on the state of then tells whether a key was used for the same command. */
  private answerRepeated(
    events: readonly (RecordedEvent & E)[],
    { decide }: StreamCommand<S, E>,
    key: string,
  ): Result<CommandDone, Problem> | undefined {
    const recorded = writtenBy(events, key);
    const [first] = recorded;
    const last = recorded.at(-1);
    if (!first || !last) return undefined;
    const decision = decide(this.fold(events.filter(({ position }) => position < first.position)));
    const decided = decision.ok ? decision.value : [];
    return isDeepStrictEqual(recorded.map(payload), decided.map(payload))
      ? ok({ revision: last.position, changed: true })
      : err(idempotencyKeyReused(key));
  }

  private fold(events: readonly (RecordedEvent & E)[]): S {
    return events.reduce(this.kind.evolve, this.kind.initial);
  }

  private async read(name: string): Promise<readonly (RecordedEvent & E)[]> {
    return (await this.store.readStream(this.streamId(name))) as readonly (RecordedEvent & E)[];
  }

  private streamId(name: string): string {
    return `${this.kind.prefix}${name}`;
  }
}

/** The events of one command stand behind each other. */
function writtenBy<E extends RecordedEvent>(events: readonly E[], key: string): readonly E[] {
  const firstId = eventIdOf(key, 0);
  const first = events.findIndex(({ id }) => id === firstId);
  if (first < 0) return [];
  const after = events.slice(first);
  const end = after.findIndex(({ id }, ordinal) => id !== eventIdOf(key, ordinal));
  return end < 0 ? after : after.slice(0, end);
}

function newEvents(events: readonly AnyEvent[], { idempotencyKey, ...meta }: RequestHeader) {
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
      return err(idempotencyKeyReused(header.idempotencyKey));
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

/** The refusal of a key that stands for another request already. */
export const idempotencyKeyReused = (key: string): Problem =>
  problemOf('idempotency-key-reused', `The idempotency key ${key} was used for another request.`, {
    hint: 'Use a fresh key for every new request, and the same key only to repeat exactly the same one.',
  });

/** As it went through JSON, since that is how the log holds it. */
const payload = ({ type, data }: AnyEvent): unknown => JSON.parse(JSON.stringify({ type, data }));
