import { checkEnvironment } from '../environment/check-environment.js';
import { errorAt, type SpecError } from '../errors/spec-error.js';
import { checkBackendName } from '../names/backend-name.js';
import { defaultVersionNotFound } from '../versions/resolve-version.js';
import type { DefinitionDraft } from './definition-draft.js';
import type { ValidateOptions } from './validate-options.js';
import { versionErrors } from './version-errors.js';

/** What the import rules say about names, images, environment and the default version. */
export function formatErrors(draft: DefinitionDraft, options: ValidateOptions): SpecError[] {
  return [
    ...nameErrors(draft, options),
    ...checkEnvironment(draft.default_env, ['default_env']),
    ...versionErrors(draft.versions, options),
    ...defaultVersionErrors(draft),
  ];
}

function nameErrors({ backend_name }: DefinitionDraft, { source, existingNames }: ValidateOptions): SpecError[] {
  if (backend_name === undefined) return [];
  const name = checkBackendName(backend_name, source, existingNames);
  return name.ok ? [] : [errorAt(['backend_name'], name.error)];
}

function defaultVersionErrors({ default_version, versions }: DefinitionDraft): SpecError[] {
  const names = versions.map(({ name }) => name);
  if (!default_version || names.includes(default_version)) return [];
  return [errorAt(['default_version'], defaultVersionNotFound(default_version, names))];
}
