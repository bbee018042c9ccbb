import { err, ok, problemOf, type LogChunk, type Problem, type Result } from '@enginehouse/contracts';
import type { LogLine } from '@enginehouse/container-engine';
import type { Logger } from '@enginehouse/service-kit';
import type { ContainerEngine } from '@enginehouse/container-engine';
import type { Clock, LogArchive } from '../../ports.js';
import { LineBatch } from './line-batch.js';

/** What somebody wants to read. */
export interface LogRequest {
  readonly instance: string;
  readonly tail: number;
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
}

/** Nobody may have this worker publish elsewhere; its credentials hold it to its own `logs.<worker>.*` besides. */
const replySubject = /^(logs|_INBOX)(\.[^.*>\s]+)+$/;
const mostFollowers = 64;
const longestFollowMs = 30 * 60_000;

/** Streams log lines to whoever asked, as core messages: of the running container, else of the last one. */
export class LogStreamer {
  private followers = 0;

  constructor(private readonly tools: LogTools) {}

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
    if (request.follow && this.followers >= mostFollowers) {
      return err(problemOf('overloaded', `${mostFollowers} readers follow logs on this worker already`));
    }
    return found.containerId === null
      ? this.sendArchived(request, found.clean)
      : this.sendLive(request, found.containerId, found.clean);
  }

  private async sendArchived(request: LogRequest, clean: (line: string) => string) {
    const lines = (await this.tools.archive.read(request.instance)) ?? [];
    const tail = request.tail === 0 ? [] : lines.slice(-request.tail);
    void this.pump(request, fromArray(tail), clean);
    return ok({ started: true, source: 'last-exited' as const });
  }

  private async sendLive(request: LogRequest, containerId: string, clean: (line: string) => string) {
    const ending = new AbortController();
    const { tail, follow } = request;
    const opened = await this.tools.engine.logs(containerId, { tail, follow, signal: ending.signal });
    if (!opened.ok) {
      return err(problemOf('logs-unavailable', opened.error.detail, { retryAfterSeconds: 2 }));
    }
    const timer = setTimeout(() => ending.abort(), longestFollowMs);
    this.followers += follow ? 1 : 0;
    void this.pump(request, opened.value, clean).finally(() => {
      clearTimeout(timer);
      this.followers -= follow ? 1 : 0;
    });
    return ok({ started: true, source: 'container' as const });
  }

  /** Reads to the end; whatever happens, the reader is told that it is over. */
  private async pump(
    { replyTo, instance }: LogRequest,
    lines: AsyncIterable<LogLine>,
    clean: (line: string) => string,
  ): Promise<void> {
    const batch = new LineBatch((ready) => this.tools.send(replyTo, { lines: ready, end: false }));
    // The answer that says it has started must be on its way before the first lines are.
    await this.tools.clock.sleep(0);
    try {
      for await (const { stream, at, line } of lines) {
        batch.add({ stream, line: clean(line), ...(at ? { at } : {}) });
      }
      batch.flush();
      this.tools.send(replyTo, { lines: [], end: true });
    } catch (error) {
      batch.flush();
      this.tools.logger.warn({ err: error, instance }, 'reading log lines broke off');
      this.tools.send(replyTo, { lines: [], end: true, error: 'reading the log lines broke off' });
    }
  }
}

async function* fromArray(lines: readonly LogLine[]): AsyncGenerator<LogLine> {
  yield* lines;
}
