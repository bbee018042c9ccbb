// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import {
  SYSTEM_PATH,
  unpackDebianPackages,
  unpackedEnvironment,
  unpackedPrograms,
} from '../../system/debian-packages.mjs';
import { findBinary } from '../../system/find-binary.mjs';
import { LauncherError } from '../../system/launcher-error.mjs';

/**
 * A Docker engine's programs and the environment in which they find each other.
 *
 * @typedef {{ dockerd: string, ip: string | undefined, env: Record<string, string> }} DockerBinaries
 */

/**
 * dockerd from PATH, else unpacked from Debian's packages: installing them would also start Debian's own service.
 *
 * @param {string} cacheDir
 * @returns {Promise<DockerBinaries>}
 */
export async function findDockerBinaries(cacheDir) {
  const dockerd = findBinary('dockerd');
  const containerd = findBinary('containerd');
  if (dockerd && containerd) {
    const directories = [dockerd, containerd].map((program) => path.dirname(program));
    return { dockerd, ip: findBinary('ip'), env: { PATH: [...directories, SYSTEM_PATH].join(':') } };
  }
  const directory = path.join(cacheDir, 'debian', 'docker');
  const done = path.join(directory, 'complete');
  if (!fs.existsSync(done)) {
    const packages = ['docker.io', 'iproute2'];
    const root = await unpackDebianPackages({ packages, directory }).catch((error) => {
      throw new LauncherError(howToGetDocker('It could not be fetched'), { cause: error });
    });
    if (root === undefined) throw new LauncherError(howToGetDocker('This is no Debian or Ubuntu'));
    fs.writeFileSync(done, '');
  }
  const root = path.join(directory, 'root');
  const programs = unpackedPrograms(root);
  const unpacked = findBinary('dockerd', programs);
  if (unpacked === undefined) throw new LauncherError(howToGetDocker('The package has no dockerd'));
  return { dockerd: unpacked, ip: findBinary('ip', programs), env: unpackedEnvironment(root) };
}

/** @param {string} why */
function howToGetDocker(why) {
  return `No Docker engine was found. ${why}. Type "sudo apt-get install docker.io", or start Docker, or set DOCKER_HOST.`;
}
