// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { unpackDebianPackages } from '../../system/debian-packages.mjs';
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
  if (dockerd && findBinary('containerd')) {
    return { dockerd, ip: findBinary('ip'), env: { PATH: [path.dirname(dockerd), systemPath()].join(':') } };
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
  return unpackedBinaries(path.join(directory, 'root'));
}

/** @param {string} root @returns {DockerBinaries} */
function unpackedBinaries(root) {
  const programs = ['usr/sbin', 'usr/bin', 'sbin', 'bin'].map((name) => path.join(root, name));
  const libraries = ['usr/lib', 'lib'].flatMap((name) => architectureDirectories(path.join(root, name)));
  return {
    dockerd: path.join(root, 'usr/sbin/dockerd'),
    ip: findBinary('ip', programs),
    env: { PATH: [...programs, systemPath()].join(':'), LD_LIBRARY_PATH: libraries.join(':') },
  };
}

/** @param {string} directory */
function architectureDirectories(directory) {
  if (!fs.existsSync(directory)) return [];
  const names = fs.readdirSync(directory).filter((name) => name.endsWith('-linux-gnu'));
  return names.map((name) => path.join(directory, name));
}

function systemPath() {
  return '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
}

/** @param {string} why */
function howToGetDocker(why) {
  return `No Docker engine was found. ${why}. Type "sudo apt-get install docker.io", or start Docker, or set DOCKER_HOST.`;
}
