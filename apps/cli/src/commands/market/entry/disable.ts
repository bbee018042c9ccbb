import { sendChange } from '../../../change.js';
import { asksFirst, changes, examples, path, type ChangeOptions, type Register } from '../../../command.js';
import { completesNames } from '../../../completion/names.js';
import { confirm } from '../../../confirm.js';
import type { Session } from '../../../session.js';
import { findEntry } from './find-entry.js';

interface Options extends ChangeOptions {
  readonly yes?: boolean;
}

export const marketDisable: Register = (parent, run) => {
  asksFirst(
    changes(
      completesNames(parent.command('disable'), 'enabled-entries')
        .description('Delete the community backend of an entry; refused while it is in use')
        .argument('<name>', 'of the entry'),
    ),
  )
    .addHelpText('after', examples('enginehouse market disable MinerU --yes'))
    .action(run(disable));
};

async function disable(session: Session, options: Options, text: string): Promise<void> {
  const { source, name } = await findEntry(session, text, { enabled: true });
  const question = `Delete backend ${name}? What you added to it comes back when it is enabled again.`;
  await confirm(session.io, question, options.yes);
  const address = path`/v1/marketplace/entries/${source}/${name}/disable`;
  await sendChange(session, options, { method: 'POST', address, what: `backend ${name}`, did: 'disabled' });
}
