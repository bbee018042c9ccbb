import type Docker from 'dockerode';
import { err, ok, type Result } from '@enginehouse/contracts';
import type { EngineResult, PullOptions } from '../container-engine.js';
import { engineFailure, type EngineFailure } from '../engine-failure.js';
import { parseImageReference, type ImageReference } from '../image-reference.js';
import { openStream, type OpenStream } from './docker-connection.js';
import { failureFromText, toEngineFailure, type Asked } from './docker-failure.js';
import { jsonLines } from './json-lines.js';
import { emptyPull, foldPull, progressOf, type PullMessage, type PullState } from './pull-progress.js';

/** How long a pull may show no progress before it is given up, in seconds. */
export const pullIdleSeconds = 300;

/** Pulls an image and tells how far it is. */
export async function pullImage(
  docker: Docker,
  reference: string,
  options: PullOptions & { readonly idleSeconds?: number },
): EngineResult<{ readonly digest: string | null }> {
  const parsed = parseImageReference(reference);
  if (parsed === null) return err(engineFailure('invalid-image', `"${reference}" is not an image reference.`));
  const idleSeconds = options.idleSeconds ?? pullIdleSeconds;
  const asked: Asked = { action: 'pull', subject: reference };
  const opened = await openStream({ ...asked, seconds: idleSeconds, signal: options.signal }, (abortSignal) =>
    docker.createImage(authOf(options), { ...addressOf(parsed), abortSignal }),
  );
  if (!opened.ok) return err(opened.error);
  return await followPull(opened.value, asked, { ...options, idleSeconds });
}

/** A digest wins over a tag, as everywhere with images. */
const addressOf = ({ repository, tag, digest }: ImageReference) => ({
  fromImage: repository,
  tag: digest ?? tag ?? 'latest',
});

const authOf = ({ auth }: PullOptions) =>
  auth === undefined ? undefined : { username: auth.username, password: auth.password };

async function followPull(
  open: OpenStream,
  asked: Asked,
  options: PullOptions & { readonly idleSeconds: number },
): Promise<Result<{ readonly digest: string | null }, EngineFailure>> {
  const idle = new IdleTimer(options.idleSeconds, open);
  try {
    return await readPull(open, asked, options, idle);
  } catch (error) {
    if (options.signal?.aborted) return err(engineFailure('cancelled', `Given up on request: ${asked.subject}.`));
    if (idle.expired) return err(stalled(asked.subject, options.idleSeconds));
    return err(toEngineFailure(error, asked));
  } finally {
    idle.stop();
    open.close();
  }
}

async function readPull(
  open: OpenStream,
  asked: Asked,
  options: PullOptions,
  idle: IdleTimer,
): Promise<Result<{ readonly digest: string | null }, EngineFailure>> {
  let state: PullState = emptyPull;
  let told = '';
  for await (const line of jsonLines(open.stream)) {
    idle.restart();
    const message = line.value as PullMessage;
    const problem = message.errorDetail?.message ?? message.error;
    if (problem !== undefined) return err(failureFromText(problem, asked));
    state = foldPull(state, message);
    told = tell(state, told, options);
  }
  return ok({ digest: state.digest });
}

/** Tells only what a person would notice; the engine sends hundreds of messages a second. */
function tell(state: PullState, told: string, { onProgress }: PullOptions): string {
  const progress = progressOf(state);
  const news = `${progress.percent}/${progress.layers.done}/${progress.layers.total}`;
  if (news !== told) onProgress?.(progress);
  return news;
}

class IdleTimer {
  expired = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly seconds: number,
    private readonly open: OpenStream,
  ) {
    this.restart();
  }

  restart(): void {
    this.stop();
    this.timer = setTimeout(() => this.giveUp(), this.seconds * 1000);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private giveUp(): void {
    this.expired = true;
    this.open.stream.destroy(new Error('no progress'));
  }
}

const stalled = (subject: string, seconds: number) =>
  engineFailure('registry-unreachable', `The pull of "${subject}" has shown no progress for ${seconds} s.`);
