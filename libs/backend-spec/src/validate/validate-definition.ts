import type { BackendDefinition, FieldPath } from '@enginehouse/contracts';
import { checkText } from '../errors/check-text.js';
import { errorAt, type SpecError } from '../errors/spec-error.js';
import { pseudoBackend } from '../names/name-rules.js';
import { formatErrors } from './format-errors.js';
import { meaningErrors } from './meaning-errors.js';
import type { ValidateOptions } from './validate-options.js';

/**
 * Everything that must hold before a definition is saved, wherever it came from. Paths are those of the definition
 * (`versions`, 0, `images`, 0, `image_name`); {@link yamlPathOf} turns them into those of the YAML. Empty when all is well.
 */
export function validateDefinition(definition: BackendDefinition, options: ValidateOptions): SpecError[] {
  return [
    ...formatErrors(definition, options),
    ...missingParts(definition, options),
    ...textErrors(definition, []),
    ...meaningErrors(definition),
  ];
}

function missingParts({ backend_name, versions }: BackendDefinition, { source }: ValidateOptions): SpecError[] {
  const isPseudo = source === 'built_in' && backend_name === pseudoBackend;
  if (isPseudo && versions.length > 0) {
    const detail = `${pseudoBackend} has no versions; image and command come from the deployment.`;
    return [errorAt(['versions'], { code: 'invalid_value', detail })];
  }
  if (versions.length === 0) {
    return isPseudo ? [] : [errorAt(['versions'], { code: 'required', detail: 'A backend needs a version.' })];
  }
  return versions.flatMap(({ images }, index) =>
    images.length > 0
      ? []
      : [errorAt(['versions', index, 'images'], { code: 'required', detail: 'A version needs an image.' })],
  );
}

/** Environment variables, names and images have rules of their own. */
const CHECKED_ELSEWHERE: ReadonlySet<string> = new Set(['default_env', 'env', 'image_name', 'name', 'backend_name']);

function textErrors(value: unknown, path: FieldPath): SpecError[] {
  if (typeof value === 'string') {
    const failure = checkText(value);
    return failure ? [errorAt(path, failure)] : [];
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => textErrors(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) =>
    CHECKED_ELSEWHERE.has(name) ? [] : textErrors(item, [...path, name]),
  );
}
