import type { BackendDefinition, BackendSource } from '@enginehouse/contracts';
import { api, valueOf } from '../../../api/client.js';
import { saveSteps, type SaveStep } from './save-steps.js';

/** A backend as it is saved. */
export interface Saved {
  readonly name: string;
  readonly definition: BackendDefinition;
  readonly revision: number;
}

export async function register(definition: BackendDefinition, reason: string): Promise<Saved> {
  const done = await valueOf(api.backends.register({ body: definition, ...because(reason) }));
  return { name: done.name, definition, revision: done.revision };
}

/**
 * Makes the backend what was written, each request based on the revision before it. `onStep` is told of each that
 * succeeded, so that where a later one fails the person goes on from what is really saved.
 */
export async function save(
  base: Saved,
  wanted: BackendDefinition,
  options: { readonly source: BackendSource; readonly reason: string; readonly onStep: (saved: Saved) => void },
): Promise<Saved> {
  let now = base;
  for (const step of saveSteps(base.definition, wanted, options.source)) {
    const revision = await run(step, now, options.reason);
    now = { name: base.name, definition: step.after, revision };
    options.onStep(now);
  }
  return now;
}

async function run(step: SaveStep, { name, revision }: Saved, reason: string): Promise<number> {
  const params = { name };
  const call = { ifMatch: revision, ...because(reason) };
  switch (step.kind) {
    case 'describe':
      return (await valueOf(api.backends.describe({ params, body: step.changes, ...call }))).revision;
    case 'no-default':
      return (await valueOf(api.backends.setDefaultVersion({ params, body: { version: null }, ...call }))).revision;
    case 'restore':
      return (await valueOf(api.backends.restoreVersion({ params: { ...params, version: step.version }, ...call })))
        .revision;
    case 'apply':
      return (await valueOf(api.backends.apply({ params, body: step.after, ...call }))).revision;
  }
}

const because = (reason: string) => (reason.trim() === '' ? {} : { reason: reason.trim() });
