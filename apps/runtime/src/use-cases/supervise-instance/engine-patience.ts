import type { Result } from '@enginehouse/contracts';
import type { EngineFailure } from '@enginehouse/container-engine';
import type { EffectContext } from './instance-context.js';

const firstPauseMs = 1000;
const longestPauseMs = 10_000;

/**
 * Asks the engine again until it says something about the container: taking one down must not be given up because the
 * engine is being restarted. Null when the effect was overtaken meanwhile.
 */
export async function untilEngineAnswers<T>(
  at: Pick<EffectContext, 'clock' | 'signal' | 'logger'>,
  ask: () => Promise<Result<T, EngineFailure>>,
): Promise<Result<T, EngineFailure> | null> {
  let pauseMs = firstPauseMs;
  while (!at.signal.aborted) {
    const answer = await ask();
    if (answer.ok || !waitsFor(answer.error)) {
      return answer;
    }
    at.logger.warn({ code: answer.error.code }, answer.error.detail);
    await at.clock.sleep(pauseMs, at.signal);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  }
  return null;
}

const waitsFor = ({ code }: EngineFailure) => code === 'engine-unreachable' || code === 'engine-error';
