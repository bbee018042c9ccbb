import { isDeepStrictEqual } from 'node:util';
import type { BackendDefinition, EntryPlan } from '@enginehouse/contracts';

type Wanted = Extract<EntryPlan, { kind: 'enable' | 'update' }>;

/** What of a definition is not as it is in another one, so that large fields need not be said twice. */
export function differingFrom(base: BackendDefinition, wanted: BackendDefinition): Wanted['differing'] {
  const names = new Set([...Object.keys(base), ...Object.keys(wanted)]);
  names.delete('backend_name');
  const [before, after] = [plain(base), plain(wanted)];
  const different = [...names].filter((name) => !isDeepStrictEqual(before[name], after[name]));
  return Object.fromEntries(different.map((name) => [name, after[name] ?? null]));
}

/** What the backend is to be. */
export function definitionOf({ name, upstream, differing }: Wanted): BackendDefinition {
  const fields = Object.entries({ ...upstream, ...differing, backend_name: name });
  return Object.fromEntries(fields.filter(([, value]) => value !== null && value !== undefined)) as BackendDefinition;
}

/** As it goes through JSON, since that is how the log holds it. */
const plain = (definition: BackendDefinition) => JSON.parse(JSON.stringify(definition)) as Record<string, unknown>;
