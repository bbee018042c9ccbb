import { validateDefinition, type ValidateOptions } from '@enginehouse/backend-spec';
import {
  err,
  ok,
  problemOf,
  runnableDefinition,
  type BackendDefinition,
  type BackendPin,
  type FieldPath,
  type PreviewInput,
  type Problem,
  type RequestHeader,
  type Result,
} from '@enginehouse/contracts';
import type { PreviewSources } from '../../ports.js';

/** The backend to preview. `revision` is null where it is not saved. */
export type PreviewBackend = Omit<BackendPin, 'revision'> & { readonly revision: number | null };

type Read = Result<PreviewBackend, Problem>;

/** The backend of a preview: as it is or was saved, or as somebody is about to save it. */
export async function readBackend(sources: PreviewSources, input: PreviewInput, header: RequestHeader): Promise<Read> {
  const { deployment, definition, revision } = input;
  if (definition !== undefined) {
    return refuseDefinition(input, definition) ?? unsaved(sources, definition, header);
  }
  if (deployment.backend === undefined) {
    return err(invalid(['deployment', 'backend'], 'required', 'A backend is needed: its name, or a definition.'));
  }
  const view = await sources.backend(deployment.backend, revision, header);
  if (!view.ok) {
    return err(atField(view.error));
  }
  const { name, source, revision: read } = view.value;
  return ok({ backend: name, source, revision: read, definition: runnableDefinition.parse(view.value.definition) });
}

function refuseDefinition({ deployment, revision }: PreviewInput, { backend_name: name }: BackendDefinition) {
  if (revision !== undefined) {
    return err(invalid(['revision'], 'not-allowed', 'A definition that is given here has no revision.'));
  }
  const { backend } = deployment;
  return backend === undefined || backend.toLowerCase() === name.toLowerCase()
    ? undefined
    : err(
        invalid(['deployment', 'backend'], 'mismatch', `The definition is of ${name}, the deployment on ${backend}.`),
      );
}

/** What is wrong with a definition depends on whether a backend of its name exists, and on where that came from. */
async function unsaved(sources: PreviewSources, definition: BackendDefinition, header: RequestHeader): Promise<Read> {
  const { backend_name: name } = definition;
  const saved = await sources.backend(name, undefined, header);
  if (!saved.ok && saved.error.code !== 'backend-not-found') {
    return saved;
  }
  const options: ValidateOptions = saved.ok
    ? { source: saved.value.source, existingVersions: saved.value.definition.versions.map((version) => version.name) }
    : { source: 'custom' };
  const [first, ...others] = validateDefinition(definition, options);
  if (first === undefined) {
    return ok({
      backend: name,
      source: options.source,
      revision: null,
      definition: runnableDefinition.parse(definition),
    });
  }
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  const errors = [first, ...others].map((error) => ({ ...error, path: ['definition', ...error.path] }));
  return err(problemOf('invalid-definition', `${first.detail}${more}`, { errors }));
}

/** Says which field of the preview the catalog's answer is about. */
function atField(problem: Problem): Problem {
  const { code, detail } = problem;
  const path = code === 'backend-not-found' ? ['deployment', 'backend'] : ['revision'];
  return code === 'backend-not-found' || code === 'revision-not-found'
    ? { ...problem, errors: [{ code, path, detail }] }
    : problem;
}

const invalid = (path: FieldPath, code: string, detail: string): Problem =>
  problemOf('invalid-input', `${path.join('.')}: ${detail}`, { errors: [{ code, path, detail }] });
