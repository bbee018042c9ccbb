import { scheduling } from '@enginehouse/contracts';
import { examples, type Register } from '../../command.js';
import { table } from '../../output/table.js';
import type { Session } from '../../session.js';
import { instanceColumns } from './columns.js';

interface Options {
  readonly deployment?: string;
}

export const instanceList: Register = (parent, run) => {
  parent
    .command('list')
    .alias('ls')
    .description('List instances')
    .option('-d, --deployment <name>', 'only those of one deployment')
    .addHelpText('after', examples('enginehouse instance list --deployment tiny'))
    .action(run(list));
};

async function list(session: Session, { deployment }: Options): Promise<void> {
  const query = { deployment };
  const { raw, value } = await session.api.typed(scheduling.listInstances.output, 'GET', '/v1/instances', { query });
  session.show(raw, () => table(instanceColumns(session), value.items, session.io.stdout.columns));
}
