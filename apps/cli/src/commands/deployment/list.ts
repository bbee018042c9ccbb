import { scheduling, type DeploymentView } from '@enginehouse/contracts';
import { examples, wideOption, type Register, type WideOptions } from '../../command.js';
import { age, clock } from '../../output/age.js';
import { paintState } from '../../output/colors.js';
import { table, type Column } from '../../output/table.js';
import type { Session } from '../../session.js';

export const deploymentList: Register = (parent, run) => {
  parent
    .command('list')
    .alias('ls')
    .description('List deployments')
    .addOption(wideOption())
    .addHelpText('after', examples('enginehouse deployment list', 'enginehouse deployment list -o wide'))
    .action(run(list));
};

async function list(session: Session, { output }: WideOptions): Promise<void> {
  const { raw, value } = await session.api.typed(scheduling.listDeployments.output, 'GET', '/v1/deployments');
  session.show(raw, () => table(columns(session, output === 'wide'), value.items, session.io.stdout.columns));
}

const columns = ({ io, paint }: Session, wide: boolean): readonly Column<DeploymentView>[] => [
  { header: 'NAME', value: ({ name }) => name },
  { header: 'STATUS', value: ({ status }) => status, paint: (text) => paintState(paint, text) },
  { header: 'READY', value: ({ readyReplicas, replicas }) => `${readyReplicas}/${replicas}` },
  { header: 'BACKEND', value: backendOf },
  { header: 'AGE', value: ({ createdAt }) => age(createdAt, io.now()) },
  ...(wide ? createdColumns : []),
  { header: 'REASON', value: ({ reason }) => reason, shrinks: true },
];

const createdColumns: readonly Column<DeploymentView>[] = [
  { header: 'CREATED', value: ({ createdAt }) => clock(createdAt) },
  { header: 'BY', value: ({ createdBy }) => createdBy },
  { header: 'MODEL NAME', value: ({ spec }) => spec.modelName ?? spec.name },
];

/** The revision it runs, and that there is a newer one or that it is rolled to another. */
export function backendOf({ spec, backendRevision, currentBackendRevision, roll }: DeploymentView): string {
  const version = spec.version === undefined ? '' : ` ${spec.version}`;
  if (roll?.state === 'rolling')
    return `${spec.backend}@${backendRevision}${version} (rolling to @${roll.to.revision})`;
  const newer = currentBackendRevision !== null && currentBackendRevision !== backendRevision;
  return `${spec.backend}@${backendRevision}${version}${newer ? ` (now @${currentBackendRevision})` : ''}`;
}
