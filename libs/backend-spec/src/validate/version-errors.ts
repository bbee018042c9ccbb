import type { BackendVersion, FieldPath } from '@enginehouse/contracts';
import { checkEnvironment } from '../environment/check-environment.js';
import { errorAt, type SpecError, type SpecFailure } from '../errors/spec-error.js';
import { parseImageReference } from '../names/image-reference.js';
import { checkAddedVersionName, checkVersionName } from '../names/version-name.js';
import type { ValidateOptions } from './validate-options.js';

/** What is wrong with the versions themselves: names, images and environment. */
export function versionErrors(versions: readonly BackendVersion[], options: ValidateOptions): SpecError[] {
  const existing = options.existingVersions && new Set(options.existingVersions);
  const seen = new Set<string>();
  return versions.flatMap((version, index) => {
    const path = ['versions', index];
    const failure = seen.has(version.name) ? duplicateVersion : nameFailure(version, options.source, existing);
    seen.add(version.name);
    return [
      ...(failure ? [errorAt([...path, 'name'], failure)] : []),
      ...imageErrors(version, [...path, 'images']),
      ...checkEnvironment(version.env, [...path, 'env']),
    ];
  });
}

const duplicateVersion: SpecFailure = { code: 'duplicate_version', detail: 'There are two versions of this name.' };

function nameFailure(
  version: BackendVersion,
  source: ValidateOptions['source'],
  existing: ReadonlySet<string> | undefined,
): SpecFailure | undefined {
  const isShipped = source === 'community' ? (existing?.has(version.name) ?? true) : version.built_in === true;
  const name = isShipped ? checkVersionName(version.name) : checkAddedVersionName(version.name, source);
  return name.ok ? undefined : name.error;
}

function imageErrors(version: BackendVersion, path: FieldPath): SpecError[] {
  const seen = new Set<string>();
  const errors = version.images.flatMap(({ framework, image_name }, index) => {
    const failure = seen.has(framework) ? duplicateFramework(framework) : framework === '' ? noFramework : undefined;
    seen.add(framework);
    const image = parseImageReference(image_name);
    return [
      ...(failure ? [errorAt([...path, index, 'framework'], failure)] : []),
      ...(image.ok ? [] : [errorAt([...path, index, 'image_name'], image.error)]),
    ];
  });
  return version.images.length > 1 && !version.built_in ? [errorAt(path, tooManyImages), ...errors] : errors;
}

const noFramework: SpecFailure = { code: 'required', detail: 'An image needs the framework that it runs on.' };

const tooManyImages: SpecFailure = {
  code: 'too_many_images',
  detail: 'Only the versions that come with a built-in backend have several images.',
  hint: 'Add one version per framework.',
};

const duplicateFramework = (framework: string): SpecFailure => ({
  code: 'duplicate_framework',
  detail: `There are two images for the framework ${framework}.`,
});
