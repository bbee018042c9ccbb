import { candidateVersions } from '@enginehouse/backend-spec';
import { problemOf, type BackendPin, type DeploymentSpec, type Problem } from '@enginehouse/contracts';

/** A deprecated version is hidden from new deployments: naming it is refused with its message and what to take instead. */
export function checkDeprecation({ version }: DeploymentSpec, { definition }: BackendPin): Problem | undefined {
  const named = definition.versions.find(({ name }) => name === version);
  if (named?.deprecated === undefined) {
    return undefined;
  }
  const [instead] = candidateVersions(definition);
  const why = named.deprecated.trim() === '' ? '.' : `: ${named.deprecated}`;
  const detail = `Version ${JSON.stringify(named.name)} of ${definition.backend_name} is deprecated${why}`;
  return problemOf('version-deprecated', detail, {
    hint: instead
      ? `Take version ${JSON.stringify(instead.name)}, or name none. What runs already is not touched.`
      : 'Restore the version, or add another one. What runs already is not touched.',
    errors: [{ code: 'version-deprecated', path: ['version'], detail }],
  });
}
