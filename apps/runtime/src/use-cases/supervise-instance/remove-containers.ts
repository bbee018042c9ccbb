import { labelKeys, ownLabels } from '../../domain/container-labels.js';
import type { Input } from '../../domain/instance-inputs.js';
import { archiveLogs } from './collect-exit.js';
import { untilEngineAnswers } from './engine-patience.js';
import type { EffectContext } from './instance-context.js';

/** Takes away every container of the instance; by label, so that one made in the very moment of stopping goes too. */
export async function removeContainers(at: EffectContext, options: { readonly graceSeconds: number }): Promise<Input> {
  const labels = { ...ownLabels(at.me), [labelKeys.instance]: at.assignment.instance };
  const found = await untilEngineAnswers(at, () => at.engine.list({ labels }));
  const ids = found?.ok ? found.value.map((container) => container.id) : [];
  for (const id of ids) {
    await untilEngineAnswers(at, () => at.engine.stop(id, options));
    await archiveLogs(at, id);
    await untilEngineAnswers(at, () => at.engine.remove(id));
  }
  await at.leases.release(at.assignment.instance);
  return { type: 'removed', containerId: ids[0] ?? null };
}
