import { asksFirst, changeHeaders, changes, examples, path, type ChangeOptions, type Register } from '../../command.js';
import { confirmRemoval } from '../../confirm.js';
import type { Session } from '../../session.js';

interface Options extends ChangeOptions {
  readonly yes?: boolean;
}

export const instanceDelete: Register = (parent, run) => {
  asksFirst(
    changes(
      parent
        .command('delete')
        .alias('rm')
        .description('Delete an instance; its deployment makes another in its place')
        .argument('<id>', 'its id'),
    ),
  )
    .addHelpText('after', examples('enginehouse instance delete tiny-7f3k2 --yes'))
    .action(run(remove));
};

async function remove(session: Session, options: Options, id: string): Promise<void> {
  await confirmRemoval(session.io, {
    question: `Delete instance ${id}?`,
    yes: options.yes,
    look: () => session.api.json('GET', path`/v1/instances/${id}`),
  });
  const headers = changeHeaders({ reason: options.reason });
  const answer = await session.api.json('DELETE', path`/v1/instances/${id}`, { headers });
  session.show(answer, () => `instance ${id} deleted; its deployment makes another\n`);
}
