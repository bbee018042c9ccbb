import { backendView } from '@enginehouse/contracts';
import { examples, path, type Register } from '../../../command.js';
import { table } from '../../../output/table.js';
import type { Session } from '../../../session.js';
import { versionColumns } from './columns.js';

export const versionList: Register = (parent, run) => {
  parent
    .command('list')
    .alias('ls')
    .description('List the versions of a backend')
    .argument('<name>', 'name of the backend')
    .addHelpText('after', examples('enginehouse backend version list vLLM'))
    .action(run(list));
};

async function list(session: Session, _options: object, name: string): Promise<void> {
  const { value } = await session.api.typed(backendView, 'GET', path`/v1/backends/${name}`);
  const { versions, default_version: chosen } = value.definition;
  session.show({ items: versions }, () => table(versionColumns(chosen), versions, session.io.stdout.columns));
}
