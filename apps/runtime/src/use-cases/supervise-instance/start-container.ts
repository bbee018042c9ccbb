import type { Input } from '../../domain/instance-inputs.js';
import type { Run } from '../../domain/instance-state.js';
import type { EffectContext } from './instance-context.js';

/** Starts a created container. One that cannot start is taken away: it would only hold the name and the port. */
export async function startContainer(at: EffectContext, run: Run): Promise<Input> {
  const started = await at.engine.start(run.containerId);
  if (started.ok) {
    return { type: 'started' };
  }
  const { code, detail } = started.error;
  if (code !== 'engine-unreachable') {
    await at.engine.remove(run.containerId);
  }
  return { type: 'start-failed', failure: { code, detail } };
}
