import type { LogChunk } from '@enginehouse/contracts';
import { waitUnlessAborted } from '../events/wait-unless-aborted.js';

const mostWaitingLines = 20_000;
const cutOff: LogChunk = { lines: [], end: true, error: 'you read more slowly than the lines come' };

/** Holds the chunks that have come and were not read yet. A reader that falls too far behind is cut off: memory is bounded. */
export class LogChannel {
  private chunks: LogChunk[] = [];
  private waitingLines = 0;
  private closed = false;
  private wake: () => void = () => {};
  private arrival: Promise<void> = Promise.resolve();

  constructor() {
    this.renew();
  }

  push(chunk: LogChunk): void {
    if (this.closed) {
      return;
    }
    this.waitingLines += chunk.lines.length;
    const kept = this.waitingLines > mostWaitingLines ? cutOff : chunk;
    this.closed = kept.end;
    this.chunks.push(kept);
    this.wake();
  }

  /** The chunks as they come, until the last one or until the signal. `release` is called at the end. */
  async *read(signal: AbortSignal, release: () => void): AsyncGenerator<LogChunk> {
    try {
      while (!signal.aborted) {
        for (const chunk of this.take()) {
          yield chunk;
          if (chunk.end) {
            return;
          }
        }
        await waitUnlessAborted(signal, this.arrival);
      }
    } finally {
      this.closed = true;
      release();
    }
  }

  private take(): readonly LogChunk[] {
    const taken = this.chunks;
    this.chunks = [];
    this.waitingLines = 0;
    this.renew();
    return taken;
  }

  private renew(): void {
    this.arrival = new Promise((resolve) => (this.wake = resolve));
  }
}
