import { changeHeaders, changesRevision, examples, path, type ChangeOptions, type Register } from '../../command.js';
import type { Session } from '../../session.js';

export const deploymentStop: Register = (parent, run) => {
  changesRevision(
    parent.command('stop').description('Stop all instances; the deployment stays').argument('<name>', 'its name'),
  )
    .addHelpText('after', examples('enginehouse deployment stop tiny --reason "free the GPUs for training"'))
    .action(run(stop));
};

async function stop(session: Session, options: ChangeOptions, name: string): Promise<void> {
  const headers = changeHeaders(options);
  const answer = await session.api.json('POST', path`/v1/deployments/${name}/stop`, { headers });
  session.show(answer, () => `deployment ${name} stopped\n`);
}
