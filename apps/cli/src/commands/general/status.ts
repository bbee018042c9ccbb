import {
  backendPage,
  ProblemError,
  scheduling,
  serviceView,
  type DeploymentView,
  type InstanceView,
  type ServiceView,
  type SourceView,
  type WorkerView,
} from '@enginehouse/contracts';
import { z } from 'zod';
import { examples, type Register } from '../../command.js';
import { isAway } from '../../http/reconnecting.js';
import { paintState } from '../../output/colors.js';
import { facts } from '../../output/facts.js';
import { table, type Column } from '../../output/table.js';
import type { Session } from '../../session.js';
import { readSources } from '../market/source/read-source.js';

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
  const [workers, deployments, backends, sources, services] = await Promise.all([
    api.typed(scheduling.listWorkers.output, 'GET', '/v1/workers'),
    api.typed(scheduling.listDeployments.output, 'GET', '/v1/deployments'),
    api.typed(backendPage, 'GET', '/v1/backends', { query: { limit: 1000 } }),
    sourcesOf(session),
    servicesOf(session),
  ]);
  const overview: Overview = {
    url: session.connection().url,
    gatewayUrl: session.connection().gatewayUrl,
    workers: workers.value.items,
    deployments: deployments.value.items,
    backends: backends.value.items.length,
    sources,
    services,
  };
  session.show(summaryOf(overview), () => text(session, overview));
}

/** All else is shown where the marketplace does not answer, or is not known to an older server. */
async function sourcesOf(session: Session): Promise<readonly SourceView[] | undefined> {
  try {
    return (await readSources(session)).items;
  } catch (error) {
    if (session.io.signal.aborted || !(isAway(error) || isUnknownAddress(error))) throw error;
    return undefined;
  }
}

/** An older server does not know the address. */
async function servicesOf({ api }: Session): Promise<readonly ServiceView[]> {
  try {
    return (await api.typed(z.object({ items: z.array(serviceView) }), 'GET', '/v1/services')).value.items;
  } catch (error) {
    if (!isUnknownAddress(error)) throw error;
    return [];
  }
}

const isUnknownAddress = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.code === 'not-found';

interface Overview {
  readonly url: string;
  readonly gatewayUrl: string | undefined;
  readonly workers: readonly WorkerView[];
  readonly deployments: readonly DeploymentView[];
  readonly backends: number;
  /** Undefined where the marketplace does not answer. */
  readonly sources: readonly SourceView[] | undefined;
  readonly services: readonly ServiceView[];
}

function summaryOf({ url, gatewayUrl, workers, deployments, backends, sources, services }: Overview) {
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
    services: services.map(({ name, state, reason }) => ({ name, state, reason })),
    marketplace: sources && {
      sources: sources.length,
      alarms: sources.filter(({ state }) => state === 'alarm').length,
      enabled: sources.reduce((sum, { enabledEntries }) => sum + enabledEntries, 0),
    },
    attention: [
      ...services.flatMap(unwell).map(({ what, state, reason }) => ({ service: what, state, reason })),
      ...deployments.flatMap(attention).map(({ id, deployment, state, reason }) => ({ id, deployment, state, reason })),
      ...workers.flatMap(stuck).map(({ what, state, reason }) => ({ worker: what, state, reason })),
      ...deployments.flatMap(undone).map(({ what, state, reason }) => ({ deployment: what, state, reason })),
      ...(sources ?? []).flatMap(alarms).map(({ what, state, reason }) => ({ source: what, state, reason })),
    ],
  };
}

/** What is not as it should be, whatever it is. */
interface Trouble {
  readonly what: string;
  readonly state: string;
  readonly reason: string;
}

/** Sources that fail again and again, and those that wait for somebody to trust a key. */
function alarms({ name, state, problem, failures, offeredKey }: SourceView): readonly Trouble[] {
  const reason = problem?.detail ?? `${failures} syncs in a row failed`;
  if (state === 'alarm') return [{ what: name, state, reason }];
  if (!offeredKey) return [];
  const hint = `enginehouse market source trust ${name} --offered`;
  return [{ what: name, state, reason: `signed with key ${offeredKey.id}, which nobody has trusted: ${hint}` }];
}

/** Services that are not all there; of an unknown one nothing can be said yet. */
const unwell = ({ name, state, reason }: ServiceView): readonly Trouble[] =>
  state === 'ready' || state === 'unknown' ? [] : [{ what: name, state, reason }];

/** Drains that wait for room. */
const stuck = ({ name, drain, reason }: WorkerView): readonly Trouble[] =>
  drain?.state === 'stuck' ? [{ what: name, state: drain.state, reason }] : [];

/** Rolls that did not come to their end by themselves; until another one has. */
function undone({ name, roll }: DeploymentView): readonly Trouble[] {
  const isTrouble = roll?.cause === 'failed' || roll?.cause === 'overdue';
  return roll && isTrouble ? [{ what: name, state: roll.state, reason: roll.reason }] : [];
}

/** Instances that are neither ready nor on their way out. */
function attention({ instances, stopped }: DeploymentView): readonly InstanceView[] {
  return stopped ? [] : instances.filter(({ state }) => !['ready', 'stopping', 'deleted'].includes(state));
}

function text(session: Session, overview: Overview): string {
  const { workers, gpus, backends, deployments, marketplace, services } = summaryOf(overview);
  const about = facts([
    ['Server', overview.url],
    ['Gateway', overview.gatewayUrl],
    ['Services', servicesText(services)],
    ['Workers', `${workers.ready} of ${workers.total} ready`],
    ['GPUs', `${gpus.claimed} of ${gpus.total} claimed`],
    ['Backends', backends],
    ['Deployments', `${deployments.ready} of ${deployments.total} ready`],
    ['Marketplace', marketplace ? marketplaceText(marketplace) : 'does not answer'],
  ]);
  const waiting = overview.deployments.flatMap(attention).map(({ id, ...rest }) => ({ what: id, ...rest }));
  const rolls = overview.deployments.flatMap(undone);
  const failing = (overview.sources ?? []).flatMap(alarms);
  const list = (title: string, header: string, rows: readonly Trouble[]): string =>
    rows.length === 0
      ? ''
      : `\n${session.paint('bold', title)}\n${table(columns(session, header), rows, session.io.stdout.columns)}`;
  return (
    about +
    list('Services', 'SERVICE', overview.services.flatMap(unwell)) +
    list('Not ready', 'INSTANCE', waiting) +
    list('Drains stuck', 'WORKER', overview.workers.flatMap(stuck)) +
    list('Rolls undone', 'DEPLOYMENT', rolls) +
    list('Sources in alarm', 'SOURCE', failing)
  );
}

function servicesText(services: readonly Pick<ServiceView, 'state'>[]): string | undefined {
  const ready = services.filter(({ state }) => state === 'ready').length;
  return services.length === 0 ? undefined : `${ready} of ${services.length} ready`;
}

function marketplaceText({
  sources,
  alarms: failing,
  enabled,
}: NonNullable<ReturnType<typeof summaryOf>['marketplace']>) {
  const alarm = failing === 0 ? '' : `, ${failing} in alarm`;
  return `${sources === 1 ? '1 source' : `${sources} sources`}${alarm}, ${enabled} enabled`;
}

const columns = ({ paint }: Session, header: string): readonly Column<Trouble>[] => [
  { header, value: ({ what }) => what },
  { header: 'STATE', value: ({ state }) => state, paint: (state) => paintState(paint, state) },
  { header: 'REASON', value: ({ reason }) => reason, shrinks: true },
];
