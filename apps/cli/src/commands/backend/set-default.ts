import { changesRevision, examples, path, type ChangeOptions, type Register } from '../../command.js';
import { sendChange } from '../../change.js';
import type { Session } from '../../session.js';
import { UsageError } from '../../usage-error.js';

interface Options extends ChangeOptions {
  readonly none?: boolean;
}

export const backendSetDefault: Register = (parent, run) => {
  changesRevision(
    parent
      .command('set-default')
      .description('Choose the version that deployments get by default')
      .argument('<name>', 'name of the backend')
      .argument('[version]', 'the version')
      .option('--none', 'none: placement chooses the newest that fits'),
  )
    .addHelpText(
      'after',
      examples('enginehouse backend set-default vLLM 0.29.0', 'enginehouse backend set-default vLLM --none'),
    )
    .action(run(setDefault));
};

async function setDefault(session: Session, options: Options, name: string, version?: string): Promise<void> {
  if ((version === undefined) !== (options.none ?? false)) {
    throw new UsageError('Either a version or --none is needed.', 'See `enginehouse backend version list`.');
  }
  await sendChange(session, options, {
    method: 'PUT',
    address: path`/v1/backends/${name}/default-version`,
    body: { version: version ?? null },
    what: `default version of ${name}`,
    did: version === undefined ? 'is none' : `is ${version}`,
  });
}
