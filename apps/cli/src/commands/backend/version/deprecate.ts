import { changesRevision, examples, path, type ChangeOptions, type Register } from '../../../command.js';
import { sendChange } from '../../../change.js';
import type { Session } from '../../../session.js';

interface Options extends ChangeOptions {
  readonly message?: string;
}

export const versionDeprecate: Register = (parent, run) => {
  changesRevision(
    parent
      .command('deprecate')
      .description('Hide a version from new deployments; those that use it go on')
      .argument('<name>', 'name of the backend')
      .argument('<version>', 'the version')
      .option('--message <text>', 'why, or what to use instead; shown beside the version'),
  )
    .addHelpText('after', examples('enginehouse backend version deprecate vLLM 0.11.0 --message "use 0.29.0"'))
    .action(run(deprecate));
};

async function deprecate(session: Session, options: Options, name: string, version: string): Promise<void> {
  await sendChange(session, options, {
    method: 'POST',
    address: path`/v1/backends/${name}/versions/${version}/deprecate`,
    body: { message: options.message },
    what: `version ${version} of ${name}`,
    did: 'deprecated',
  });
}
