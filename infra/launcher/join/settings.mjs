// @ts-check
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../stack/context.mjs';
import { LauncherError } from '../system/launcher-error.mjs';

/**
 * @typedef {object} JoinSettings
 * @property {string} api
 * @property {string | undefined} token for the first start
 * @property {string} name
 * @property {string} [address] found out where it is left out
 * @property {readonly string[]} models
 * @property {string} [labels]
 * @property {string} dataDir
 * @property {string | undefined} registryAuthFile
 * @property {boolean} service
 */

export const JOIN_HELP = `node infra/launcher/join.mjs --api URL [--token TOKEN]   makes this host a worker

  --api URL         the control plane, as http://host:9400
  --token TOKEN     a join token (made there: npx enginehouse join-token create NAME), for the first start
  --token-file FILE the same, from a file
  --name NAME       of this worker (default: the host's name)
  --address ADDRESS where the gateway reaches this host (default: the one that reaches the control plane)
  --models DIR      whose content containers may mount; may be given several times
  --labels A=B,...  for placement
  --registry-auth-file FILE   accounts of registries, as docker login writes it (default: $REGISTRY_AUTH_FILE)
  --data-dir DIR    identity, assignments and logs (default: .enginehouse/worker; as a service /var/lib/enginehouse)
  --service         installs and starts a systemd service instead of staying in the foreground
`;

/**
 * @param {readonly string[]} args
 * @returns {JoinSettings | undefined} undefined: help was asked for
 */
export function readJoinSettings(args) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      api: { type: 'string' },
      token: { type: 'string' },
      'token-file': { type: 'string' },
      name: { type: 'string', default: hostLabel() },
      address: { type: 'string' },
      models: { type: 'string', multiple: true, default: [] },
      labels: { type: 'string' },
      'data-dir': { type: 'string' },
      'registry-auth-file': { type: 'string', default: process.env.REGISTRY_AUTH_FILE },
      service: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const tokenFile = values['token-file'];
  const token = values.token ?? (tokenFile && fs.readFileSync(tokenFile, 'utf8').trim());
  const home = values.service ? '/var/lib/enginehouse' : path.join(ROOT, '.enginehouse', 'worker');
  const dataDir = path.resolve(values['data-dir'] ?? home);
  const hasJoined = fs.existsSync(path.join(dataDir, 'identity.json'));
  if (!values.api) throw new LauncherError(`--api is needed.\n\n${JOIN_HELP}`);
  if (!token && !hasJoined) throw new LauncherError(`--token is needed to join.\n\n${JOIN_HELP}`);
  return {
    api: values.api,
    token,
    name: values.name,
    address: values.address,
    models: values.models.map((directory) => path.resolve(directory)),
    labels: values.labels,
    dataDir,
    registryAuthFile: values['registry-auth-file'] && path.resolve(values['registry-auth-file']),
    service: values.service,
  };
}

/**
 * The runtime's environment.
 *
 * @param {JoinSettings & { address: string, dockerHost?: string, tokenFile: string }} settings
 * @returns {Readonly<Record<string, string>>}
 */
export function runtimeEnvironment({
  api,
  name,
  address,
  models,
  labels,
  dataDir,
  dockerHost,
  tokenFile,
  registryAuthFile,
}) {
  return {
    API_URL: api,
    JOIN_TOKEN_FILE: tokenFile,
    WORKER_NAME: name,
    WORKER_ADDRESS: address,
    MODEL_ROOTS: models.join(':'),
    DATA_DIR: dataDir,
    ...(labels && { WORKER_LABELS: labels }),
    ...(dockerHost && { DOCKER_HOST: dockerHost }),
    ...(registryAuthFile && { REGISTRY_AUTH_FILE: registryAuthFile }),
  };
}

/**
 * The address of this host on the way to the control plane.
 *
 * @param {string} api
 * @returns {Promise<string>}
 */
export function addressTowards(api) {
  const { hostname, port, protocol } = new URL(api);
  return new Promise((resolve, reject) => {
    const socket = net.connect({
      host: hostname,
      port: Number(port) || (protocol === 'https:' ? 443 : 80),
      timeout: 5_000,
    });
    const unreachable = (/** @type {string} */ why) => {
      socket.destroy();
      reject(new LauncherError(`The control plane at ${api} cannot be reached: ${why}`));
    };
    socket.once('connect', () => {
      resolve(socket.localAddress ?? '127.0.0.1');
      socket.destroy();
    });
    socket.once('timeout', () => unreachable('no answer within 5 s'));
    socket.once('error', (error) => unreachable(error.message));
  });
}

function hostLabel() {
  return os
    .hostname()
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 63);
}
