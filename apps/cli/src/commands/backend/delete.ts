import {
  asksFirst,
  changeHeaders,
  changesRevision,
  examples,
  path,
  type ChangeOptions,
  type Register,
} from '../../command.js';
import { confirmRemoval } from '../../confirm.js';
import type { Session } from '../../session.js';

interface Options extends ChangeOptions {
  readonly yes?: boolean;
}

export const backendDelete: Register = (parent, run) => {
  asksFirst(
    changesRevision(
      parent
        .command('delete')
        .alias('rm')
        .description('Delete a backend that no deployment uses; its history stays')
        .argument('<name>', 'its name'),
    ),
  )
    .addHelpText('after', examples('enginehouse backend delete my-backend-custom --yes'))
    .action(run(remove));
};

async function remove(session: Session, options: Options, name: string): Promise<void> {
  await confirmRemoval(session.io, {
    question: `Delete backend ${name}?`,
    yes: options.yes,
    look: () => session.api.json('GET', path`/v1/backends/${name}`),
  });
  const answer = await session.api.json('DELETE', path`/v1/backends/${name}`, { headers: changeHeaders(options) });
  session.show(answer, () => `backend ${name} deleted\n`);
}
