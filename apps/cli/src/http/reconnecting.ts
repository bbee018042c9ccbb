import { setTimeout as sleep } from 'node:timers/promises';
import { ProblemError } from '@enginehouse/contracts';
import { FailedError } from '../failed-error.js';

const retryMs = 1000;
const awayStatus: readonly number[] = [502, 503, 504];

/**
 * Whether an error says that something of the control plane does not answer just now, so that asking again makes
 * sense. Logs that cannot be had are among them only where the server says when to try again.
 */
export function isAway(error: unknown): boolean {
  if (!(error instanceof ProblemError) || error instanceof FailedError) return false;
  const { status, code, retryAfterSeconds } = error.problem;
  return awayStatus.includes(status) && (code !== 'logs-unavailable' || retryAfterSeconds !== undefined);
}

/** One absence of the server: told once when it begins and once when it is over, whoever notices. */
export class Outage {
  private lasts = false;

  constructor(private readonly tell: (text: string) => void) {}

  noticed(): void {
    if (this.lasts) return;
    this.lasts = true;
    this.tell('The connection was lost; connecting again.');
  }

  over(): void {
    if (!this.lasts) return;
    this.lasts = false;
    this.tell('Connected again.');
  }
}

interface Following<T> {
  /** Connects, behind what was seen before; says when an answer has begun. */
  readonly open: (opened: () => void) => AsyncIterable<T>;
  readonly outage: Outage;
  readonly signal: AbortSignal;
  /** Whether there was a connection before this. Where there was none, a server that is away is an error. */
  readonly connected?: boolean;
  /** Whether an answer that ends as it should is all there is; else the server has ended it and will be back. */
  readonly endsByItself?: boolean;
}

/** What a stream brings, over any number of connections: whenever one breaks the next is opened, until the signal. */
export async function* reconnecting<T>(following: Following<T>): AsyncGenerator<T> {
  const { open, outage, signal } = following;
  let { connected = false } = following;
  const opened = () => {
    connected = true;
    outage.over();
  };
  while (!signal.aborted) {
    try {
      yield* open(opened);
      if (following.endsByItself) return;
    } catch (error) {
      if (signal.aborted || !connected || !isAway(error)) throw error;
    }
    outage.noticed();
    await sleep(retryMs, undefined, { signal });
  }
}
