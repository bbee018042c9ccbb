import { registryImage, type RegistryImage } from '@enginehouse/testing';

const architecture = process.arch === 'arm64' ? 'arm64' : 'amd64';

/** An image that has never been seen before: layers of random bytes, one file each. It cannot run. */
export const randomImage = (layerSizes: readonly number[]): RegistryImage =>
  registryImage({ format: 'docker', platform: { os: 'linux', architecture }, config: { Cmd: ['/none'] }, layerSizes });
