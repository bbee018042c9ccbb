import { changeHeaders, changesRevision, examples, path, type ChangeOptions, type Register } from '../../command.js';
import { wholeNumber } from '../../parse-options.js';
import type { Session } from '../../session.js';
import { addWaitOptions, waitAfter, type WaitOptions } from './wait.js';

interface Options extends ChangeOptions, WaitOptions {}

export const deploymentScale: Register = (parent, run) => {
  addWaitOptions(
    changesRevision(
      parent
        .command('scale')
        .description('Change the number of replicas')
        .argument('<name>', 'its name')
        .argument('<replicas>', 'how many; 0 frees everything', wholeNumber(0)),
    ),
  )
    .addHelpText('after', examples('enginehouse deployment scale tiny 3 --wait'))
    .action(run(scale));
};

async function scale(session: Session, options: Options, name: string, replicas: number): Promise<void> {
  const answer = await session.api.json('PATCH', path`/v1/deployments/${name}`, {
    body: { replicas },
    headers: changeHeaders(options),
  });
  await waitAfter(session, options, { name, answer, text: `deployment ${name} scaled to ${replicas}\n` });
}
