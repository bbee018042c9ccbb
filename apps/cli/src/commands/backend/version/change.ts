import { Option } from 'commander';
import type { VersionFields, VersionImage } from '@enginehouse/contracts';
import { examples, path, type Register } from '../../../command.js';
import { sendChange } from '../../../change.js';
import { collect } from '../../../parse-options.js';
import type { Session } from '../../../session.js';
import { UsageError } from '../../../usage-error.js';
import { imagesOf, lockQuery, versionFlags, type FieldOptions } from './fields.js';
import { readVersion } from './read-version.js';

const clearable = { 'run-command': 'run_command', entrypoint: 'entrypoint', env: 'env' } as const;
type Clearable = keyof typeof clearable;

interface Options extends FieldOptions {
  readonly clear?: Clearable;
  readonly unsetEnv?: readonly string[];
}

export const versionChange: Register = (parent, run) => {
  versionFlags(parent.command('change').description('Change the fields of a version that are given; all others stay'))
    .option('--unset-env <name>', 'take a variable away; may be repeated', collect)
    .addOption(new Option('--clear <field>', 'empty a field').choices(Object.keys(clearable)))
    .addHelpText(
      'after',
      examples(
        'enginehouse backend version change my-backend-custom v1-custom --env LOG_LEVEL=debug',
        'enginehouse backend version change my-backend-custom v1-custom --image cuda=my/engine:2 --lock',
      ),
    )
    .action(run(change));
};

/** The server merges, so that nobody else's change between a reading and a writing is lost. */
async function change(session: Session, options: Options, name: string, version: string): Promise<void> {
  const changes = changesOf(options);
  if (Object.keys(changes).length === 0 && !options.lock) {
    throw new UsageError('Nothing is to be changed.', 'Say what: --image, --run-command, --entrypoint, --env ...');
  }
  const held = options.lock && !changes.images ? await imagesNow(session, name, version) : {};
  await sendChange(
    session,
    { ...options, ifMatch: options.ifMatch ?? held.ifMatch },
    {
      method: 'PATCH',
      address: path`/v1/backends/${name}/versions/${version}`,
      query: lockQuery(options),
      body: { ...changes, ...(held.images ? { images: held.images } : {}) },
      what: `version ${version} of ${name}`,
      did: 'changed',
    },
  );
}

function changesOf(options: Options): VersionFields {
  const { runCommand, entrypoint, clear } = options;
  const images = imagesOf(options);
  const env = environmentOf(options);
  return {
    ...(images === undefined ? {} : { images }),
    ...(runCommand === undefined ? {} : { run_command: runCommand }),
    ...(entrypoint === undefined ? {} : { entrypoint }),
    ...(env === undefined ? {} : { env }),
    ...(clear === undefined ? {} : { [clearable[clear]]: null }),
  };
}

/** Variables with their new values; null takes one away. */
function environmentOf({ env, unsetEnv = [] }: Options): Record<string, string | null> | undefined {
  const gone = Object.fromEntries(unsetEnv.map((variable) => [variable, null]));
  const variables = { ...gone, ...env };
  return Object.keys(variables).length === 0 ? undefined : variables;
}

/** To lock the images that it has, they are sent as they are, on condition that nobody has changed them. */
async function imagesNow(
  session: Session,
  name: string,
  version: string,
): Promise<{ ifMatch?: string; images?: readonly VersionImage[] }> {
  const { revision, images } = await readVersion(session, name, version);
  return { ifMatch: String(revision), images };
}
