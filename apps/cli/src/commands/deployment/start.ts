import { changeHeaders, changesRevision, examples, path, type ChangeOptions, type Register } from '../../command.js';
import type { Session } from '../../session.js';
import { addWaitOptions, waitAfter, type WaitOptions } from './wait.js';

interface Options extends ChangeOptions, WaitOptions {}

export const deploymentStart: Register = (parent, run) => {
  addWaitOptions(
    changesRevision(parent.command('start').description('Start a stopped deployment').argument('<name>', 'its name')),
  )
    .addHelpText('after', examples('enginehouse deployment start tiny --wait'))
    .action(run(start));
};

async function start(session: Session, options: Options, name: string): Promise<void> {
  const headers = changeHeaders(options);
  const answer = await session.api.json('POST', path`/v1/deployments/${name}/start`, { headers });
  await waitAfter(session, options, { name, answer, text: `deployment ${name} started\n` });
}
