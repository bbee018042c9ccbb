import { changesRevision, examples, path, type ChangeOptions, type Register } from '../../../command.js';
import { sendChange } from '../../../change.js';
import type { Session } from '../../../session.js';

export const versionRestore: Register = (parent, run) => {
  changesRevision(
    parent
      .command('restore')
      .description('Offer a deprecated version again')
      .argument('<name>', 'name of the backend')
      .argument('<version>', 'the version'),
  )
    .addHelpText('after', examples('enginehouse backend version restore vLLM 0.11.0'))
    .action(run(restore));
};

async function restore(session: Session, options: ChangeOptions, name: string, version: string): Promise<void> {
  await sendChange(session, options, {
    method: 'POST',
    address: path`/v1/backends/${name}/versions/${version}/restore`,
    what: `version ${version} of ${name}`,
    did: 'restored',
  });
}
