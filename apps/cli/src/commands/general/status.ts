import {
  backendPage,
  scheduling,
  type DeploymentView,
  type InstanceView,
  type WorkerView,
} from '@enginehouse/contracts';
import { examples, type Register } from '../../command.js';
import { paintState } from '../../output/colors.js';
import { facts } from '../../output/facts.js';
import { table, type Column } from '../../output/table.js';
import type { Session } from '../../session.js';

/** `enginehouse status` */
export const statusCommand: Register = (parent, run) => {
  parent
    .command('status')
    .description('The installation at a glance: workers, backends, deployments, and what needs attention')
    .addHelpText('after', examples('enginehouse status'))
    .action(run(status));
};

async function status(session: Session): Promise<void> {
  const { api } = session;
  const [workers, deployments, backends] = await Promise.all([
    api.typed(scheduling.listWorkers.output, 'GET', '/v1/workers'),
    api.typed(scheduling.listDeployments.output, 'GET', '/v1/deployments'),
    api.typed(backendPage, 'GET', '/v1/backends', { query: { limit: 1000 } }),
  ]);
  const overview: Overview = {
    url: session.connection().url,
    gatewayUrl: session.connection().gatewayUrl,
    workers: workers.value.items,
    deployments: deployments.value.items,
    backends: backends.value.items.length,
  };
  session.show(summaryOf(overview), () => text(session, overview));
}

interface Overview {
  readonly url: string;
  readonly gatewayUrl: string | undefined;
  readonly workers: readonly WorkerView[];
  readonly deployments: readonly DeploymentView[];
  readonly backends: number;
}

function summaryOf({ url, gatewayUrl, workers, deployments, backends }: Overview) {
  const gpus = workers.flatMap((worker) => worker.devices).length;
  const claimed = workers.flatMap((worker) => worker.allocated.gpus).filter((gpu) => gpu.instances.length > 0).length;
  return {
    url,
    gatewayUrl,
    workers: { total: workers.length, ready: workers.filter(({ state }) => state === 'ready').length },
    gpus: { total: gpus, claimed },
    backends,
    deployments: {
      total: deployments.length,
      ready: deployments.filter((deployment) => deployment.status === 'ready').length,
    },
    attention: deployments
      .flatMap(attention)
      .map(({ id, deployment, state, reason }) => ({ id, deployment, state, reason })),
  };
}

/** Instances that are neither ready nor on their way out. */
function attention({ instances, stopped }: DeploymentView): readonly InstanceView[] {
  return stopped ? [] : instances.filter(({ state }) => !['ready', 'stopping', 'deleted'].includes(state));
}

function text(session: Session, overview: Overview): string {
  const { workers, gpus, backends, deployments } = summaryOf(overview);
  const about = facts([
    ['Server', overview.url],
    ['Gateway', overview.gatewayUrl],
    ['Workers', `${workers.ready} of ${workers.total} ready`],
    ['GPUs', `${gpus.claimed} of ${gpus.total} claimed`],
    ['Backends', backends],
    ['Deployments', `${deployments.ready} of ${deployments.total} ready`],
  ]);
  const waiting = overview.deployments.flatMap(attention);
  if (waiting.length === 0) return about;
  return `${about}\n${session.paint('bold', 'Not ready')}\n${table(columns(session), waiting, session.io.stdout.columns)}`;
}

const columns = ({ paint }: Session): readonly Column<InstanceView>[] => [
  { header: 'INSTANCE', value: ({ id }) => id },
  { header: 'STATE', value: ({ state }) => state, paint: (state) => paintState(paint, state) },
  { header: 'REASON', value: ({ reason }) => reason, shrinks: true },
];
