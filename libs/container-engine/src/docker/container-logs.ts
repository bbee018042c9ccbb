import type Docker from 'dockerode';
import { err, ok } from '@enginehouse/contracts';
import type { EngineResult, LogLine, LogOptions } from '../container-engine.js';
import { EngineFailureError } from '../engine-failure.js';
import { openStream, type OpenStream } from './docker-connection.js';
import { toEngineFailure, type Asked } from './docker-failure.js';
import { engineTime } from './engine-time.js';
import { LogFrames } from './log-frames.js';

/** Opens a container's logs, read as a stream even without `follow`, so that their size does not matter. */
export async function containerLogs(
  docker: Docker,
  id: string,
  options: LogOptions & { readonly seconds: number },
): EngineResult<AsyncIterable<LogLine>> {
  const asked: Asked = { action: 'other', subject: `container ${id}` };
  const opened = await openStream({ ...asked, seconds: options.seconds, signal: options.signal }, (abortSignal) =>
    docker.getContainer(id).logs(logRequest(options, abortSignal)),
  );
  if (!opened.ok) return err(opened.error);
  return ok(readLines(opened.value, asked, options.signal));
}

/** dockerode reads everything into memory unless `follow` is set; `_query` is what the engine gets to see. */
function logRequest(options: LogOptions, abortSignal: AbortSignal) {
  const query = {
    stdout: true,
    stderr: true,
    timestamps: true,
    follow: options.follow ?? false,
    tail: options.tail ?? 'all',
    ...(options.since !== undefined && { since: engineTime(options.since) }),
  };
  return { follow: true as const, abortSignal, _query: query };
}

async function* readLines(open: OpenStream, asked: Asked, signal: AbortSignal | undefined): AsyncGenerator<LogLine> {
  const frames = new LogFrames();
  try {
    for await (const chunk of open.stream as AsyncIterable<Buffer>) yield* frames.push(chunk);
    yield* frames.end();
  } catch (error) {
    if (!signal?.aborted) throw new EngineFailureError(toEngineFailure(error, asked));
  } finally {
    open.close();
  }
}
