import type { Effect, Input } from '../../domain/instance-inputs.js';
import { httpUrl } from '../../domain/worker-reach.js';
import type { EffectContext } from './instance-context.js';

/** Asks the health path after the pause. */
export async function probeInstance(at: EffectContext, effect: Extract<Effect, { do: 'probe' }>): Promise<Input> {
  await at.clock.sleep(effect.afterMs, at.signal);
  const { plan } = at.assignment;
  const url = httpUrl(at.reach.targetHost(plan.profile), effect.run.port) + plan.health.path;
  const answer = await at.probe.ask(url, { timeoutMs: effect.timeoutMs, signal: at.signal });
  if (effect.starting && !answer.good) {
    at.progress({
      worker: at.me.worker,
      instance: at.assignment.instance,
      phase: 'probing',
      text: `waiting for ${plan.health.path}, last answer: ${answer.text}`,
    });
  }
  return { type: 'probed', answer };
}
