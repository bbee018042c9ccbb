import { labelKeys, ownLabels } from '../../domain/container-labels.js';
import type { Input } from '../../domain/instance-inputs.js';
import type { EffectContext } from './instance-context.js';
import { prepareContainer, type PreparedContainer } from './prepare-container.js';

/** Makes the instance's container, not yet started. What an earlier attempt left of it goes first. */
export async function createContainer(at: EffectContext, options: { readonly newPort: boolean }): Promise<Input> {
  const left = await removeLeftovers(at);
  if (left) {
    return left;
  }
  const prepared = await prepareContainer(at, options);
  if (!prepared.ok) {
    return { type: 'start-failed', failure: prepared.error };
  }
  return create(at, prepared.value);
}

async function create(at: EffectContext, { spec, port, shownArgv }: PreparedContainer): Promise<Input> {
  const made = await at.engine.create(spec);
  if (made.ok) {
    return { type: 'created', run: { containerId: made.value.id, port }, argv: shownArgv };
  }
  const { code, detail } = made.error;
  return { type: 'start-failed', failure: { code, detail } };
}

async function removeLeftovers(at: EffectContext): Promise<Input | null> {
  const labels = { ...ownLabels(at.me), [labelKeys.instance]: at.assignment.instance };
  const found = await at.engine.list({ labels });
  if (!found.ok) {
    const { code, detail } = found.error;
    return { type: 'start-failed', failure: { code, detail } };
  }
  for (const { id } of found.value) {
    const removed = await at.engine.remove(id);
    if (!removed.ok) {
      const { code, detail } = removed.error;
      return { type: 'start-failed', failure: { code, detail } };
    }
  }
  return null;
}
