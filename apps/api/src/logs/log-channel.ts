import type { LogChunk } from '@enginehouse/contracts';
import { waitUnlessAborted } from '../events/wait-unless-aborted.js';

const mostWaitingLines = 20_000;

/** Some lines, and whether they are the last. */
export type LogPiece = Omit<LogChunk, 'sequence'>;

/** The lines are not all there: the connection must be broken, or its reader would believe they were. */
export class LogsBrokenOff extends Error {
  constructor() {
    super('the lines are broken off');
    this.name = 'LogsBrokenOff';
  }
}

/** Holds the chunks that have come and were not read yet. A reader that falls too far behind is cut off: memory is bounded. */
export class LogChannel {
  private pieces: LogPiece[] = [];
  private waitingLines = 0;
  private received = 0;
  private closed = false;
  private broken = false;
  private wake: () => void = () => {};
  private arrival: Promise<void> = Promise.resolve();

  constructor() {
    this.renew();
  }

  push({ sequence, ...piece }: LogChunk): void {
    this.received += 1;
    if (sequence !== this.received) {
      this.breakOff();
      return;
    }
    this.waitingLines += piece.lines.length;
    if (this.waitingLines > mostWaitingLines) {
      this.end('you read more slowly than the lines come');
    } else {
      this.add(piece);
    }
  }

  /** Ends it with what went wrong. */
  end(error: string): void {
    this.add({ lines: [], end: true, error });
  }

  /** Lines were lost, or nobody sends them any more. Nothing happens where the end has come already. */
  breakOff(): void {
    if (this.closed) {
      return;
    }
    this.broken = true;
    this.closed = true;
    this.wake();
  }

  /** The chunks as they come, until the last one. `release` is called at the end. @throws `LogsBrokenOff`, also by the signal */
  async *read(signal: AbortSignal, release: () => void): AsyncGenerator<LogPiece> {
    try {
      while (!signal.aborted) {
        for (const piece of this.take()) {
          yield piece;
          if (piece.end) {
            return;
          }
        }
        if (this.broken) {
          break;
        }
        await waitUnlessAborted(signal, this.arrival);
      }
      throw new LogsBrokenOff();
    } finally {
      this.closed = true;
      release();
    }
  }

  private add(piece: LogPiece): void {
    if (this.closed) {
      return;
    }
    this.closed = piece.end;
    this.pieces.push(piece);
    this.wake();
  }

  private take(): readonly LogPiece[] {
    const taken = this.pieces;
    this.pieces = [];
    this.waitingLines = 0;
    this.renew();
    return taken;
  }

  private renew(): void {
    this.arrival = new Promise((resolve) => (this.wake = resolve));
  }
}
