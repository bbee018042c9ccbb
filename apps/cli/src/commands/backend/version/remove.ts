import { asksFirst, changesRevision, examples, path, type ChangeOptions, type Register } from '../../../command.js';
import { sendChange } from '../../../change.js';
import { confirmRemoval } from '../../../confirm.js';
import type { Session } from '../../../session.js';
import { readVersion } from './read-version.js';

interface Options extends ChangeOptions {
  readonly yes?: boolean;
}

export const versionRemove: Register = (parent, run) => {
  asksFirst(
    changesRevision(
      parent
        .command('remove')
        .alias('rm')
        .description('Remove a version that no deployment uses')
        .argument('<name>', 'name of the backend')
        .argument('<version>', 'the version'),
    ),
  )
    .addHelpText('after', examples('enginehouse backend version remove vLLM 0.16.0-custom --yes'))
    .action(run(remove));
};

async function remove(session: Session, options: Options, name: string, version: string): Promise<void> {
  await confirmRemoval(session.io, {
    question: `Remove version ${version} of ${name}?`,
    yes: options.yes,
    look: () => readVersion(session, name, version),
  });
  await sendChange(session, options, {
    method: 'DELETE',
    address: path`/v1/backends/${name}/versions/${version}`,
    what: `version ${version} of ${name}`,
    did: 'removed',
  });
}
