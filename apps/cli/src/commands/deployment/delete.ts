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

export const deploymentDelete: Register = (parent, run) => {
  asksFirst(
    changesRevision(
      parent
        .command('delete')
        .alias('rm')
        .description('Delete a deployment and stop its instances')
        .argument('<name>', 'its name'),
    ),
  )
    .addHelpText('after', examples('enginehouse deployment delete tiny --yes'))
    .action(run(remove));
};

async function remove(session: Session, options: Options, name: string): Promise<void> {
  await confirmRemoval(session.io, {
    question: `Delete deployment ${name} and stop its instances?`,
    yes: options.yes,
    look: () => session.api.json('GET', path`/v1/deployments/${name}`),
  });
  const answer = await session.api.json('DELETE', path`/v1/deployments/${name}`, { headers: changeHeaders(options) });
  session.show(answer, () => `deployment ${name} deleted\n`);
}
