import { isSecretVariable, layerEnvironment, type VariableOrigin } from '@enginehouse/backend-spec';
import type { BackendDefinition } from '@enginehouse/contracts';
import type { Variable } from './deploy-form.js';

/** A variable that comes with the backend or its version. */
export interface InheritedVariable {
  readonly name: string;
  readonly value: string;
  readonly origin: VariableOrigin;
  readonly overrides: readonly VariableOrigin[];
  readonly isSecret: boolean;
}

/** What comes with the backend and the version that will run, where the person does not say otherwise. */
export function inheritedOf(
  definition: BackendDefinition | undefined,
  version: string | null | undefined,
  own: readonly Variable[],
): readonly InheritedVariable[] {
  const names = new Set(own.map(({ name }) => name));
  return levelsOf(definition, version)
    .filter(({ name }) => !names.has(name))
    .map((entry) => ({ ...entry, isSecret: isSecretVariable(entry.name, entry.value) }));
}

/** The levels below the person's own that have the variable too, lowest first. */
export function replacedBy(
  definition: BackendDefinition | undefined,
  version: string | null | undefined,
  name: string,
): readonly VariableOrigin[] {
  const below = levelsOf(definition, version).find((entry) => entry.name === name);
  return below ? [...below.overrides, below.origin] : [];
}

function levelsOf(definition: BackendDefinition | undefined, version: string | null | undefined) {
  const chosen = definition?.versions.find((each) => each.name === version);
  return layerEnvironment({ backend: definition?.default_env ?? null, version: chosen?.env ?? null });
}
