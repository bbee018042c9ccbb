import { err, ok } from '@enginehouse/contracts';
import type { EngineResult, PullOptions } from '../container-engine.js';
import { engineFailure } from '../engine-failure.js';
import { parseImageReference } from '../image-reference.js';
import type { InMemoryPull } from './in-memory-image.js';

const pretendedBytes = 1000;
const pretendedDigest = `sha256:${'1'.repeat(64)}`;

/** Goes through a pull as it was scripted; without a script the registry has no such image. */
export async function pretendPull(
  reference: string,
  script: InMemoryPull | undefined,
  options: PullOptions,
): EngineResult<{ readonly digest: string | null }> {
  if (parseImageReference(reference) === null) {
    return err(engineFailure('invalid-image', `"${reference}" is not an image reference.`));
  }
  if (script === undefined) return err(engineFailure('image-not-found', `The registry has no image "${reference}".`));
  if (!isAllowed(script, options)) {
    return err(engineFailure('registry-unauthorized', `The registry wants other credentials for "${reference}".`));
  }
  await goThrough(script, options);
  if (options.signal?.aborted) return err(engineFailure('cancelled', `Given up on request: ${reference}.`));
  return script.failure === undefined ? ok({ digest: script.digest ?? pretendedDigest }) : err(script.failure);
}

function isAllowed({ auth }: InMemoryPull, options: PullOptions): boolean {
  if (auth === undefined) return true;
  return auth.username === options.auth?.username && auth.password === options.auth.password;
}

async function goThrough({ steps, failure, hangs }: InMemoryPull, options: PullOptions): Promise<void> {
  const percents = steps ?? (failure === undefined ? [0, 50, 100] : [0]);
  for (const percent of percents) {
    if (options.signal?.aborted) return;
    tell(percent, options);
    await Promise.resolve();
  }
  if (hangs) await aborted(options.signal);
}

function tell(percent: number, { onProgress }: PullOptions): void {
  const downloadedBytes = Math.round((percent / 100) * pretendedBytes);
  onProgress?.({
    percent,
    downloadedBytes,
    totalBytes: pretendedBytes,
    layers: { done: percent === 100 ? 1 : 0, total: 1 },
  });
}

async function aborted(signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted) return;
  await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }));
}
