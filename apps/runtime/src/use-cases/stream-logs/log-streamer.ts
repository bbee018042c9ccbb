import { err, logLeaseSeconds, ok, problemOf, type LogChunk, type Problem, type Result } from '@enginehouse/contracts';
import type { LogLine } from '@enginehouse/container-engine';
import type { Logger } from '@enginehouse/service-kit';
import type { ContainerEngine } from '@enginehouse/container-engine';
import type { Clock, LogArchive } from '../../ports.js';
import { Lease } from './lease.js';
import { LineBatch } from './line-batch.js';

/** What somebody wants to read. */
export interface LogRequest {
  readonly instance: string;
  /** The last so many lines; all when left out. */
  readonly tail?: number | undefined;
  /** ISO 8601: only lines from this time on. */
  readonly since?: string | undefined;
  readonly follow: boolean;
  readonly replyTo: string;
}
export type LogSource = 'container' | 'last-exited';

/** What streaming logs needs. */
export interface LogTools {
  readonly engine: ContainerEngine;
  readonly archive: LogArchive;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly send: (replyTo: string, chunk: LogChunk) => void;
  /** The instance's container, if it has one now, and a filter that takes its secrets out of a line; null: not here. */
  readonly find: (
    instance: string,
  ) => { readonly containerId: string | null; readonly clean: (line: string) => string } | null;
  /** How long lines go to a reader that does not renew. */
  readonly leaseMs?: number;
}

/** Nobody may have this worker publish elsewhere; its credentials hold it to its own `logs.<worker>.*` besides. */
const replySubject = /^(logs|_INBOX)(\.[^.*>\s]+)+$/;
const mostReaders = 64;

/** Streams log lines to whoever asked, as core messages: of the running container, else of the last one. */
export class LogStreamer {
  private readonly readers = new Map<string, Lease>();

  constructor(private readonly tools: LogTools) {}

  /** The reader is still there. False where nothing is sent to it any more. */
  renew(replyTo: string): boolean {
    const lease = this.readers.get(replyTo);
    lease?.renew();
    return lease !== undefined;
  }

  /** The reader has left. */
  stop(replyTo: string): void {
    this.readers.get(replyTo)?.end();
  }

  async start(
    request: LogRequest,
  ): Promise<Result<{ readonly started: boolean; readonly source: LogSource }, Problem>> {
    const found = this.tools.find(request.instance);
    if (!found) {
      return err(problemOf('instance-not-found', `instance ${request.instance} is not on this worker`));
    }
    if (!replySubject.test(request.replyTo)) {
      return err(problemOf('invalid-input', 'replyTo must be a subject for log lines'));
    }
    if (this.readers.size >= mostReaders) {
      return err(problemOf('overloaded', `${mostReaders} readers read logs on this worker already`));
    }
    return found.containerId === null
      ? this.sendArchived(request, found.clean)
      : this.sendLive(request, found.containerId, found.clean);
  }

  private async sendArchived(request: LogRequest, clean: (line: string) => string) {
    const lines = (await this.tools.archive.read(request.instance)) ?? [];
    void this.pump(request, { lines: fromArray(chosen(lines, request)), clean, signal: new AbortController().signal });
    return ok({ started: true, source: 'last-exited' as const });
  }

  private async sendLive(request: LogRequest, containerId: string, clean: (line: string) => string) {
    const { tail, since, follow, replyTo } = request;
    const lease = new Lease(this.tools.leaseMs ?? logLeaseSeconds * 1000);
    const { signal } = lease;
    const opened = await this.tools.engine.logs(containerId, { tail, since, follow, signal });
    if (!opened.ok) {
      lease.end();
      return err(problemOf('logs-unavailable', opened.error.detail, { retryAfterSeconds: 2 }));
    }
    this.readers.set(replyTo, lease);
    void this.pump(request, { lines: opened.value, clean, signal }).finally(() => {
      lease.end();
      this.readers.delete(replyTo);
    });
    return ok({ started: true, source: 'container' as const });
  }

  /** Reads to the end. A reader that is still there is told that it is over, whatever happened. */
  private async pump({ replyTo, instance }: LogRequest, { lines, clean, signal }: Source): Promise<void> {
    let sequence = 0;
    const send = (piece: Omit<LogChunk, 'sequence'>) => {
      if (!signal.aborted) {
        sequence += 1;
        this.tools.send(replyTo, { sequence, ...piece });
      }
    };
    const batch = new LineBatch((ready) => send({ lines: ready, end: false }));
    // The answer that says it has started must be on its way before the first lines are.
    await this.tools.clock.sleep(0);
    try {
      for await (const { stream, at, line } of lines) {
        batch.add({ stream, line: clean(line), ...(at ? { at } : {}) });
      }
      batch.flush();
      send({ lines: [], end: true });
    } catch (error) {
      batch.flush();
      this.tools.logger.warn({ err: error, instance }, 'reading log lines broke off');
      send({ lines: [], end: true, error: 'reading the log lines broke off' });
    }
  }
}

interface Source {
  readonly lines: AsyncIterable<LogLine>;
  readonly clean: (line: string) => string;
  /** Aborted when nobody reads any more. */
  readonly signal: AbortSignal;
}

/** Of the lines that were kept, those that are asked for. */
function chosen(lines: readonly LogLine[], { tail, since }: LogRequest): readonly LogLine[] {
  const recent = since === undefined ? lines : lines.filter(({ at }) => at === undefined || !isBefore(at, since));
  return tail === undefined ? recent : recent.slice(Math.max(0, recent.length - tail));
}

/** Milliseconds are enough: a reader that goes on behind a time knows what it has seen there. */
const isBefore = (at: string, since: string): boolean => Date.parse(at) < Date.parse(since);

async function* fromArray(lines: readonly LogLine[]): AsyncGenerator<LogLine> {
  yield* lines;
}
