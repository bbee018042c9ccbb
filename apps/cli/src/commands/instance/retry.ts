import { changeHeaders, changes, examples, path, type ChangeOptions, type Register } from '../../command.js';
import type { Session } from '../../session.js';

export const instanceRetry: Register = (parent, run) => {
  changes(
    parent
      .command('retry')
      .description('Try an instance that has failed again, from the beginning')
      .argument('<id>', 'its id'),
  )
    .addHelpText('after', examples('enginehouse instance retry tiny-7f3k2'))
    .action(run(retry));
};

async function retry(session: Session, options: ChangeOptions, id: string): Promise<void> {
  const headers = changeHeaders({ reason: options.reason });
  const answer = await session.api.json('POST', path`/v1/instances/${id}/retry`, { headers });
  session.show(answer, () => `instance ${id} is tried again\n`);
}
