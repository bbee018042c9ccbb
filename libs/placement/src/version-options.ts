import { candidateVersions, frameworksOf, pseudoBackend, resolveVersion } from '@enginehouse/backend-spec';
import {
  err,
  ok,
  problemOf,
  type BackendVersion,
  type DeploymentSpec,
  type FieldError,
  type Problem,
  type Result,
  type RunnableDefinition,
} from '@enginehouse/contracts';
import type { VersionOption } from './placement-ask.js';

/** The parts of a wish that decide what may run. */
export type VersionWish = Pick<DeploymentSpec, 'version' | 'framework' | 'imageName' | 'runCommand'>;

/**
 * The ways to run a deployment, best first: the version that was named, else the backend's default (unless it is
 * deprecated), else for each framework the newest version that is not deprecated (a worker's framework then decides, so
 * versions for different accelerators are never ordered against each other). Accelerators come before cpu.
 */
export function versionOptions(
  wish: VersionWish,
  definition: RunnableDefinition,
): Result<readonly VersionOption[], Problem> {
  if (definition.backend_name === pseudoBackend) {
    return customOptions(wish);
  }
  const versions = wantedVersions(wish, definition);
  if (!versions.ok) {
    return versions;
  }
  const reason = reasonFor(wish, definition);
  const options = versions.value.flatMap((version) => optionsOf(version, wish, reason));
  if (options.length > 0) {
    return ok(acceleratorsFirst(newestPerFramework(options)));
  }
  return wish.imageName ? ok([overridingImage(wish, wish.imageName)]) : err(nothingOffered(wish, definition));
}

function customOptions(wish: VersionWish): Result<readonly VersionOption[], Problem> {
  const missing = (['imageName', 'runCommand'] as const).filter((field) => !wish[field]);
  if (missing.length > 0 || !wish.imageName) {
    return err(
      problemOf('invalid-input', `A deployment on ${pseudoBackend} needs ${missing.join(' and ')}.`, {
        errors: missing.map(requiredField),
      }),
    );
  }
  return ok([overridingImage(wish, wish.imageName)]);
}

const requiredField = (field: string): FieldError => ({
  code: 'required',
  path: [field],
  detail: `${field} is required for the backend ${pseudoBackend}.`,
});

const overridingImage = (wish: VersionWish, image: string): VersionOption => ({
  version: null,
  framework: wish.framework ?? 'cpu',
  image,
  reason: 'image given by the deployment',
});

function wantedVersions(wish: VersionWish, definition: RunnableDefinition): Result<readonly BackendVersion[], Problem> {
  if (!wish.version) {
    return ok(candidateVersions(definition));
  }
  const named = resolveVersion({ versions: definition.versions.map(({ name }) => name), requested: wish.version });
  if (named.ok) {
    return ok(definition.versions.filter(({ name }) => name === named.value));
  }
  const { detail, hint } = named.error;
  const error = { code: 'version-not-found', path: ['version'], detail, ...(hint ? { hint } : {}) };
  return err(problemOf('version-not-found', `${definition.backend_name}: ${detail}`, { hint, errors: [error] }));
}

function reasonFor(wish: VersionWish, definition: RunnableDefinition): (framework: string) => string {
  if (wish.version) {
    return () => 'chosen by the user';
  }
  const { backend_name: backend, default_version: preferred, versions } = definition;
  const [first] = candidateVersions(definition);
  if (first && first.name === preferred) {
    return () => `default version of ${backend}`;
  }
  const hidden = versions.some(({ name, deprecated }) => name === preferred && deprecated !== undefined);
  const why = hidden ? `, since its default version ${preferred} is deprecated` : '';
  return (framework) => `newest version of ${backend} for ${framework}${why}`;
}

function optionsOf(
  version: BackendVersion,
  wish: VersionWish,
  reason: (framework: string) => string,
): readonly VersionOption[] {
  const offered = version.images.map(({ framework, image_name: image }) => ({ framework, image }));
  const override = wish.imageName;
  const frameworks = wish.framework ? [wish.framework] : offered.map(({ framework }) => framework);
  const images = override
    ? frameworks.map((framework) => ({ framework, image: override }))
    : offered.filter(({ framework }) => frameworks.includes(framework));
  return images.map((image) => ({ version: version.name, ...image, reason: reason(image.framework) }));
}

const newestPerFramework = (options: readonly VersionOption[]): readonly VersionOption[] =>
  options.filter((option, at) => options.findIndex(({ framework }) => framework === option.framework) === at);

const acceleratorsFirst = (options: readonly VersionOption[]): readonly VersionOption[] =>
  options.toSorted((a, b) => Number(a.framework === 'cpu') - Number(b.framework === 'cpu'));

/** The versions that a wish could have been answered from: a deprecated one only where it is named. */
const offeredVersions = (wish: VersionWish, { versions }: RunnableDefinition): BackendVersion[] =>
  versions.filter(({ name, deprecated }) => (wish.version ? name === wish.version : deprecated === undefined));

function nothingOffered(wish: VersionWish, definition: RunnableDefinition): Problem {
  const { backend_name: backend } = definition;
  const offered = frameworksOf({ versions: offeredVersions(wish, definition) });
  if (definition.versions.length > 0 && offered.length === 0) {
    return problemOf('version-deprecated', `Every version of ${backend} is deprecated.`, {
      hint: 'Restore one of them, or add another one.',
    });
  }
  if (!wish.framework || offered.length === 0) {
    return problemOf('version-not-found', `${backend} has no version to run.`, {
      hint: 'Add a version to the backend.',
    });
  }
  const among = wish.version ? `Version ${wish.version} of ${backend}` : `No version of ${backend}`;
  return problemOf(
    'framework-not-offered',
    `${among} ${wish.version ? 'has no image for' : 'offers'} ${wish.framework}.`,
    {
      hint: `It offers ${offered.join(', ')}.`,
      errors: [{ code: 'framework-not-offered', path: ['framework'], detail: `${wish.framework} is not offered.` }],
    },
  );
}
