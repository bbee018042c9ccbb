import type { BackendSource, BackendVersion, FieldPath } from '@enginehouse/contracts';
import { checkEnvironment } from '../environment/check-environment.js';
import { errorAt, type SpecError, type SpecFailure } from '../errors/spec-error.js';
import { parseImageReference } from '../names/image-reference.js';
import { customSuffix } from '../names/name-rules.js';
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
      ...(version.built_in && options.source !== 'built_in' ? [errorAt([...path, 'built_in'], notBuiltIn)] : []),
      ...imageErrors(version, options.source, [...path, 'images']),
      ...checkEnvironment(version.env, [...path, 'env']),
    ];
  });
}

const duplicateVersion: SpecFailure = { code: 'duplicate_version', detail: 'There are two versions of this name.' };

const notBuiltIn: SpecFailure = { code: 'invalid_value', detail: 'Only built-in backends have built-in versions.' };

const keepsSuffix: SpecFailure = {
  code: 'invalid_version_name',
  detail: `The suffix ${customSuffix} is for the versions that users add.`,
};

function nameFailure(
  version: BackendVersion,
  source: BackendSource,
  existing: ReadonlySet<string> | undefined,
): SpecFailure | undefined {
  if (source === 'built_in' && version.built_in && version.name.endsWith(customSuffix)) return keepsSuffix;
  const isAdded = source === 'community' ? existing?.has(version.name) === false : !version.built_in;
  const name = isAdded ? checkAddedVersionName(version.name, source) : checkVersionName(version.name);
  return name.ok ? undefined : name.error;
}

function imageErrors(version: BackendVersion, source: BackendSource, path: FieldPath): SpecError[] {
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
  const mayHaveSeveral = source === 'built_in' && version.built_in;
  return version.images.length > 1 && !mayHaveSeveral ? [errorAt(path, tooManyImages), ...errors] : errors;
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
