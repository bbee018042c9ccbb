import { deploymentHappening, type DeploymentHappening } from '@enginehouse/contracts/http';
import { listOf } from '../../answers.js';
import { examples, path, type Register } from '../../command.js';
import { clock } from '../../output/age.js';
import { table, type Column } from '../../output/table.js';
import type { Session } from '../../session.js';

export const deploymentHistory: Register = (parent, run) => {
  parent
    .command('history')
    .description('What happened to a deployment and its instances, by whom and why; the last 1,000, oldest first')
    .argument('<name>', 'its name')
    .addHelpText('after', examples('enginehouse deployment history tiny'))
    .action(run(history));
};

async function history(session: Session, _options: object, name: string): Promise<void> {
  const schema = listOf(deploymentHappening);
  const { raw, value } = await session.api.typed(schema, 'GET', path`/v1/deployments/${name}/events`);
  session.show(raw, () => table(columns, value.items, session.io.stdout.columns));
}

const columns: readonly Column<DeploymentHappening>[] = [
  { header: 'POSITION', value: ({ position }) => String(position) },
  { header: 'WHEN', value: ({ at }) => clock(at) },
  { header: 'WHO', value: ({ actor }) => actor },
  { header: 'INSTANCE', value: ({ instance }) => instance ?? '-' },
  { header: 'WHAT', value: ({ text }) => text, shrinks: true },
  { header: 'WHY', value: ({ reason }) => reason ?? '', shrinks: true },
];
