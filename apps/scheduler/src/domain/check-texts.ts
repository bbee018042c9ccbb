import type { SpecError } from '@enginehouse/backend-spec';
import { problemOf, type BackendPin, type DeploymentSpec, type FieldPath, type Problem } from '@enginehouse/contracts';
import type { VersionOption } from '@enginehouse/placement';
import { planFor } from './container-plan.js';

const noClaim = { gpus: [], memoryMib: 0, cpus: 0 };

/** Whether a container can be planned for every version that may be chosen: image, command, placeholders, parameters and env. */
export function checkTexts(
  spec: DeploymentSpec,
  pin: BackendPin,
  options: readonly VersionOption[],
): Problem | undefined {
  for (const option of options) {
    const planned = planFor({ spec, pin }, option, noClaim);
    if (!planned.ok) {
      return cannotRun(pin, option, planned.error);
    }
  }
  return undefined;
}

function cannotRun(pin: BackendPin, { version }: VersionOption, errors: readonly SpecError[]): Problem {
  const what = version === null ? pin.backend : `version ${version} of ${pin.backend}`;
  return problemOf('invalid-input', `No container can be made from ${what}: ${errors[0]?.detail ?? ''}`, {
    errors: errors.map((error) => ({ ...error, path: pathInSpec(error.path) })),
  });
}

const fieldNames: Readonly<Record<string, string>> = { image_name: 'imageName', run_command: 'runCommand' };

/** Paths below `deployment` are the caller's own fields; any other lies in the backend's definition. */
function pathInSpec([first, ...rest]: FieldPath): FieldPath {
  if (first !== 'deployment') {
    return ['backend', ...(first === undefined ? [] : [first]), ...rest];
  }
  return rest.map((part, at) => (at === 0 ? (fieldNames[part] ?? part) : part));
}
