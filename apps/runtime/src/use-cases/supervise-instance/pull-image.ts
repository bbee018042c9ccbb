import type { EngineFailure, PullProgress } from '@enginehouse/container-engine';
import type { Input } from '../../domain/instance-inputs.js';
import type { EffectContext } from './instance-context.js';

/** Gets the image where it is not on the host already, telling how far it is. */
export async function pullImage(at: EffectContext): Promise<Input> {
  const { image } = at.assignment.plan;
  const present = await at.engine.imagePresent(image);
  if (!present.ok) {
    return failed(present.error);
  }
  return present.value ? { type: 'image-there', pulled: null } : pull(at, image);
}

async function pull(at: EffectContext, image: string): Promise<Input> {
  at.say({ type: 'pull-started' });
  const begun = at.clock.monotonicMs();
  const onProgress = (progress: PullProgress) => at.progress(message(at, progress));
  const pulled = await at.engine.pull(image, { signal: at.signal, onProgress });
  if (!pulled.ok) {
    return failed(pulled.error);
  }
  const durationMs = Math.round(at.clock.monotonicMs() - begun);
  return {
    type: 'image-there',
    pulled: { durationMs, ...(pulled.value.digest ? { digest: pulled.value.digest } : {}) },
  };
}

function message({ me, assignment }: EffectContext, { percent, layers }: PullProgress) {
  const whole = Math.min(100, Math.max(0, Math.floor(percent)));
  const text = `pulling ${assignment.plan.image}: ${whole} % (${layers.done} of ${layers.total} layers)`;
  return { worker: me.worker, instance: assignment.instance, phase: 'pulling', percent: whole, text } as const;
}

const failed = ({ code, detail }: EngineFailure): Input => ({
  type: 'start-failed',
  failure: { code, detail },
});
