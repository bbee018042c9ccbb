import { changeHeaders, changes, examples, path, type ChangeOptions, type Register } from '../../command.js';
import type { Session } from '../../session.js';

export const workerCordon: Register = (parent, run) => {
  changes(
    parent
      .command('cordon')
      .description('Place nothing new on a worker; what runs there goes on')
      .argument('<name>', 'its name'),
  )
    .addHelpText('after', examples('enginehouse worker cordon gpu-1 --reason "new driver tonight"'))
    .action(run((session: Session, options: ChangeOptions, name: string) => change(session, options, name, 'cordon')));
};

export const workerUncordon: Register = (parent, run) => {
  changes(
    parent
      .command('uncordon')
      .description('Take a worker into use again; a drain ends with it')
      .argument('<name>', 'its name'),
  )
    .addHelpText('after', examples('enginehouse worker uncordon gpu-1'))
    .action(
      run((session: Session, options: ChangeOptions, name: string) => change(session, options, name, 'uncordon')),
    );
};

async function change(session: Session, { reason }: ChangeOptions, name: string, verb: 'cordon' | 'uncordon') {
  const headers = changeHeaders({ reason });
  const address = `${path`/v1/workers/${name}`}/${verb}`;
  const answer = await session.api.json('POST', address, { headers });
  session.show(answer, () => `worker ${name} ${verb}ed\n`);
}
