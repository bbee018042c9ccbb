import { sendChange } from '../../change.js';
import { asksFirst, changesRevision, examples, path, type ChangeOptions, type Register } from '../../command.js';
import { confirmRemoval } from '../../confirm.js';
import type { Session } from '../../session.js';

interface Options extends ChangeOptions {
  readonly yes?: boolean;
}

export const webhookRemove: Register = (parent, run) => {
  asksFirst(
    changesRevision(
      parent
        .command('remove')
        .alias('rm')
        .description('Remove a webhook with its deliveries')
        .argument('<name>', 'its name'),
    ),
  )
    .addHelpText('after', examples('enginehouse webhook remove ci --yes'))
    .action(run(remove));
};

async function remove(session: Session, options: Options, name: string): Promise<void> {
  await confirmRemoval(session.io, {
    question: `Remove webhook ${name} with its deliveries?`,
    yes: options.yes,
    look: () => session.api.json('GET', path`/v1/webhooks/${name}`),
  });
  const address = path`/v1/webhooks/${name}`;
  await sendChange(session, options, { method: 'DELETE', address, what: `webhook ${name}`, did: 'removed' });
}
