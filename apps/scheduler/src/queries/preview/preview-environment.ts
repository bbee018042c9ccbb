import { isSecretVariable, type EnvironmentEntry } from '@enginehouse/backend-spec';
import { secretMask, type AssignedDevice, type PreviewVariable } from '@enginehouse/contracts';

type Level = PreviewVariable['origin'];
interface Layered {
  readonly name: string;
  readonly value: string;
  readonly origin: Level;
  readonly overrides: readonly Level[];
}

/** Every variable of the container, from the image to what the worker sets for the devices; secrets masked. */
export function previewEnvironment(
  entries: readonly EnvironmentEntry[],
  imageEnv: Readonly<Record<string, string>>,
  devices: readonly AssignedDevice[],
): PreviewVariable[] {
  const inherited: readonly Layered[] = Object.entries(imageEnv).map(([name, value]) => ({
    name,
    value,
    origin: 'image',
    overrides: [],
  }));
  const ours = deviceVariables(devices);
  return [...inherited, ...entries, ...ours].reduce(over, []).map(shown);
}

/** The Docker driver sets it whatever image or user say: NVIDIA's runtime obeys it. */
function deviceVariables(devices: readonly AssignedDevice[]): readonly Layered[] {
  const uuids = devices.filter(({ vendor }) => vendor.toLowerCase() === 'nvidia').map(({ uuid }) => uuid);
  return uuids.length === 0
    ? []
    : [{ name: 'NVIDIA_VISIBLE_DEVICES', value: uuids.join(','), origin: 'worker', overrides: [] }];
}

/** Lays a variable over those below it. What it says it replaces of its own levels comes after what is under those. */
function over(below: Layered[], variable: Layered): Layered[] {
  const at = below.findIndex(({ name }) => name === variable.name);
  const under = below[at];
  if (under === undefined) {
    return [...below, variable];
  }
  return below.with(at, { ...variable, overrides: [...under.overrides, under.origin, ...variable.overrides] });
}

function shown({ name, value, origin, overrides }: Layered): PreviewVariable {
  const secret = isSecretVariable(name, value);
  return { name, value: secret && value !== '' ? secretMask : value, origin, secret, overrides: [...overrides] };
}
