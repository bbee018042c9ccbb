import path from 'node:path';
import type { ContainerDevice, ContainerMount, ContainerSpec } from './container-spec.js';
import { engineFailure, type EngineFailure } from './engine-failure.js';
import { parseImageReference } from './image-reference.js';

const containerName = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,127}$/;
const nul = '\0';

/** Finds what no engine could run, before any engine is asked; null where the spec is sound. */
export function checkContainerSpec(spec: ContainerSpec): EngineFailure | null {
  if (parseImageReference(spec.image) === null) {
    return engineFailure('invalid-image', `"${spec.image}" is not an image reference.`);
  }
  const complaint =
    checkName(spec) ?? checkTexts(spec) ?? checkPublish(spec) ?? checkMounts(spec.mounts) ?? checkLimits(spec);
  return complaint === null ? null : engineFailure('invalid-spec', `Container "${spec.name}": ${complaint}`);
}

function checkName({ name }: ContainerSpec): string | null {
  return containerName.test(name) ? null : 'the name must be 2 to 128 letters, digits, ".", "_" or "-".';
}

function checkTexts({ env, argv, entrypoint, labels }: ContainerSpec): string | null {
  const badName = Object.keys(env).find((name) => name === '' || name.includes('=') || name.includes(nul));
  if (badName !== undefined) return `"${badName}" cannot be the name of an environment variable.`;
  const texts = [...Object.values(env), ...argv, ...(entrypoint ?? []), ...Object.entries(labels).flat()];
  return texts.some((text) => text.includes(nul)) ? 'a value holds a NUL character.' : null;
}

function checkPublish({ publish, profile }: ContainerSpec): string | null {
  if (publish === null) return null;
  if (profile === 'host-network') return 'a container on the host network publishes no port.';
  const badPort = [publish.containerPort, publish.hostPort].find((port) => !isPort(port));
  return badPort === undefined ? null : `${badPort} is not a port.`;
}

function checkMounts(mounts: readonly ContainerMount[]): string | null {
  for (const { hostPath, containerPath } of mounts) {
    if (!isPlainAbsolute(hostPath)) return `mount source "${hostPath}" must be absolute, without "..".`;
    if (!isPlainAbsolute(containerPath) || containerPath === '/') {
      return `mount target "${containerPath}" must be absolute, without "..", and not "/".`;
    }
  }
  const targets = mounts.map((mount) => mount.containerPath);
  const twice = targets.find((target, index) => targets.indexOf(target) !== index);
  return twice === undefined ? null : `"${twice}" is the target of two mounts.`;
}

function checkLimits({ resources, devices }: ContainerSpec): string | null {
  for (const [name, value] of Object.entries(resources)) {
    if (value !== undefined && !(Number.isFinite(value) && value > 0)) return `${name} must be a positive number.`;
  }
  const badPath = devices.flatMap(devicePaths).find((file) => !isPlainAbsolute(file) || !file.startsWith('/dev/'));
  return badPath === undefined ? null : `"${badPath}" is not a device file below /dev.`;
}

const devicePaths = (device: ContainerDevice) => (device.kind === 'files' ? device.paths : []);
const isPort = (port: number) => Number.isInteger(port) && port >= 1 && port <= 65_535;
const isPlainAbsolute = (text: string) =>
  path.posix.isAbsolute(text) && path.posix.normalize(text) === text && !text.includes(nul);
