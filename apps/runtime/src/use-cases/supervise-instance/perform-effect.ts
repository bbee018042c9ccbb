import type { Effect, Input } from '../../domain/instance-inputs.js';
import { collectExit } from './collect-exit.js';
import { createContainer } from './create-container.js';
import type { EffectContext } from './instance-context.js';
import { probeInstance } from './probe-instance.js';
import { pullImage } from './pull-image.js';
import { removeContainers } from './remove-containers.js';
import { startContainer } from './start-container.js';

/** Does what a step asks for; the answer is the next input. */
export function performEffect(effect: Effect, at: EffectContext): Promise<Input> {
  switch (effect.do) {
    case 'pull':
      return pullImage(at);
    case 'create':
      return createContainer(at, effect);
    case 'start':
      return startContainer(at, effect.run);
    case 'probe':
      return probeInstance(at, effect);
    case 'collect':
      return collectExit(at, effect);
    case 'remove':
      return removeContainers(at, effect);
    case 'wait':
      return at.clock.sleep(effect.ms, at.signal).then(() => ({ type: 'waited' }));
  }
}
