import type { Readable } from 'node:stream';
import { err, ok, type Result } from '@enginehouse/contracts';
import { engineFailure, type EngineFailure } from '../engine-failure.js';
import { toEngineFailure, type Asked } from './docker-failure.js';

/** One call to the engine. `seconds` is how long its answer may take. */
export interface EngineCall extends Asked {
  readonly seconds: number;
  readonly signal?: AbortSignal | undefined;
}

/** A stream of the engine that stays open until its end or `close`. */
export interface OpenStream {
  readonly stream: Readable;
  close(): void;
}

/**
 * Asks the engine, for at most the call's time: dockerode itself waits for ever for an answer that never ends. The
 * promise is raced as well as aborted, because a response that is cut off half-way settles nothing in dockerode.
 */
export async function ask<T>(
  call: EngineCall,
  run: (abortSignal: AbortSignal) => Promise<T>,
): Promise<Result<T, EngineFailure>> {
  const life = new AbortController();
  const answer = await underDeadline(call, life, run);
  life.abort();
  return answer.ok ? checkedAnswer(call, answer.value) : answer;
}

/** Opens a stream of the engine. The call's time is for the opening; its signal ends the stream too. */
export async function openStream(
  call: EngineCall,
  run: (abortSignal: AbortSignal) => Promise<NodeJS.ReadableStream>,
): Promise<Result<OpenStream, EngineFailure>> {
  const life = new AbortController();
  const end = () => life.abort();
  const answer = await underDeadline(call, life, run);
  if (!answer.ok) return answer;
  call.signal?.addEventListener('abort', end, { once: true });
  if (call.signal?.aborted) end();
  const stream = answer.value as Readable;
  stream.once('close', () => call.signal?.removeEventListener('abort', end));
  return ok({ stream, close: () => (end(), stream.destroy(), undefined) });
}

async function underDeadline<T>(
  call: EngineCall,
  life: AbortController,
  run: (abortSignal: AbortSignal) => Promise<T>,
): Promise<Result<T, EngineFailure>> {
  if (call.signal?.aborted) return err(cancelled(call));
  const patience = new Patience<T>(call);
  const answer = await Promise.race([patience.ended, settled(call, run(life.signal))]);
  patience.stop();
  if (!answer.ok) life.abort();
  return answer;
}

/** Ends with a failure when the call's time is over or its signal says so, unless it is stopped before. */
class Patience<T> {
  readonly ended: Promise<Result<T, EngineFailure>>;
  private readonly finished = new AbortController();

  constructor(call: EngineCall) {
    this.ended = new Promise((resolve) => {
      const timer = setTimeout(() => resolve(err(tooSlow(call))), call.seconds * 1000);
      this.finished.signal.addEventListener('abort', () => clearTimeout(timer));
      const options = { once: true, signal: this.finished.signal };
      call.signal?.addEventListener('abort', () => resolve(err(cancelled(call))), options);
    });
  }

  stop(): void {
    this.finished.abort();
  }
}

async function settled<T>(call: EngineCall, promise: Promise<T>): Promise<Result<T, EngineFailure>> {
  try {
    return ok(await promise);
  } catch (error) {
    return err(toEngineFailure(error, call));
  }
}

/** dockerode hands out the raw bytes of an answer that is not JSON; only an empty one is meant to be none. */
function checkedAnswer<T>(call: EngineCall, answer: T): Result<T, EngineFailure> {
  if (!Buffer.isBuffer(answer) || answer.length === 0 || answer.toString() === 'OK') return ok(answer);
  const engineSaid = answer.toString('utf8', 0, 200);
  return err(engineFailure('engine-error', `The engine's answer on ${call.subject} is not complete.`, { engineSaid }));
}

const cancelled = (call: EngineCall) => engineFailure('cancelled', `Given up on request: ${call.subject}.`);

const tooSlow = (call: EngineCall) =>
  engineFailure(
    'engine-unreachable',
    `The engine did not answer within ${call.seconds} s (${call.action} ${call.subject}).`,
  );
