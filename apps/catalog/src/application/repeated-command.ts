import { isDeepStrictEqual } from 'node:util';
import {
  err,
  ok,
  problemOf,
  type BackendEvent,
  type Problem,
  type RecordedEvent,
  type Result,
} from '@enginehouse/contracts';
import { eventIdOf } from '@enginehouse/service-kit';
import type { Backend } from '../domain/backend.js';
import type { Decision } from '../domain/backend.decisions.js';
import { asOf, type LoadedBackend } from './loaded-backend.js';
import { readableEvent } from './readable-event.js';

/** The answer to a command whose idempotency key stands in the stream already: the first result, or that the key was used for something else. */
export function answerRepeated(
  loaded: LoadedBackend,
  idempotencyKey: string,
  decide: (state: Backend) => Decision,
): Result<{ revision: number; events: readonly BackendEvent[] }, Problem> | undefined {
  const recorded = eventsOf(loaded, idempotencyKey);
  const [first] = recorded;
  const last = recorded.at(-1);
  if (!first || !last) return undefined;
  // Deciding again on the state of then tells whether this is the same command; nothing else has to be stored.
  const decision = decide(asOf(loaded, first.position - 1).state);
  const events = decision.ok ? decision.value : [];
  return isDeepStrictEqual(recorded.map(payload), events.map(payload))
    ? ok({ revision: last.position, events })
    : err(idempotencyKeyReused(idempotencyKey));
}

/** What a command with this key did, and what it found; undefined where there was none that left an event. */
export function doneBefore(
  loaded: LoadedBackend,
  idempotencyKey: string,
): { readonly events: readonly BackendEvent[]; readonly found: Backend } | undefined {
  const recorded = eventsOf(loaded, idempotencyKey);
  const [first] = recorded;
  if (!first) return undefined;
  const found = asOf(loaded, first.position - 1).state;
  return { events: recorded.flatMap((event) => readableEvent(event) ?? []), found };
}

function eventsOf(loaded: LoadedBackend, idempotencyKey: string): readonly RecordedEvent[] {
  const firstId = eventIdOf(idempotencyKey, 0);
  const first = loaded.events.findIndex((event) => event.id === firstId);
  if (first < 0) return [];
  const after = loaded.events.slice(first);
  const end = after.findIndex((event, ordinal) => event.id !== eventIdOf(idempotencyKey, ordinal));
  return end < 0 ? after : after.slice(0, end);
}

export const idempotencyKeyReused = (key: string): Problem =>
  problemOf('idempotency-key-reused', `The idempotency key ${key} was used for another request.`, {
    hint: 'Use a fresh key for every new request, and the same key only to repeat exactly the same one.',
  });

/** As it went through JSON, since that is how the log holds it. */
const payload = ({ type, data }: BackendEvent | { type: string; data: unknown }): unknown =>
  JSON.parse(JSON.stringify({ type, data }));
