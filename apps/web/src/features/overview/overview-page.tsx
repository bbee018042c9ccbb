import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import type { DeploymentView, WorkerView } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { Page } from '../../ui/page.js';
import { PageSkeleton } from '../../ui/page-skeleton.js';
import { ProblemAlert } from '../../ui/problem-alert.js';
import { concernsOf } from './attention.js';
import { AttentionList } from './attention-list.js';
import { ClusterMap } from './cluster-map.js';
import { Tour } from './tour.js';
import { useInstallation } from './use-installation.js';

const noDeployments: readonly DeploymentView[] = [];
const noWorkers: readonly WorkerView[] = [];

/** What needs attention first, and what the cluster has. */
export function OverviewPage() {
  const { t } = useTranslation();
  const installation = useInstallation();
  const { workers, deployments, sources, updates, backends } = installation;
  const all = knownOf(installation);
  const isLoaded = workers.data !== undefined && deployments.data !== undefined;
  const isWhole = isLoaded && sources.data !== undefined && updates.data !== undefined;
  return (
    <Page title={t('overview.title')}>
      {[workers, deployments, sources, updates, backends].map(
        ({ error, refetch }, index) =>
          error && <ProblemAlert key={index} error={error} onRetry={() => void refetch()} />,
      )}
      {(workers.isPending || deployments.isPending) && <PageSkeleton />}
      {isLoaded && backends.data && <Tour {...all} backends={backends.data.count} />}
      <Overview all={all} backends={backends.data?.count} isLoaded={isLoaded} isWhole={isWhole} />
    </Page>
  );
}

/** What is known of it so far. */
const knownOf = ({ services, workers, deployments, sources, updates }: ReturnType<typeof useInstallation>) => ({
  services: services.data ?? [],
  workers: workers.data ?? noWorkers,
  deployments: deployments.data ?? noDeployments,
  sources: sources.data ?? [],
  updates: updates.data ?? [],
});

function Overview(props: {
  readonly all: Parameters<typeof concernsOf>[0];
  readonly backends: number | undefined;
  readonly isLoaded: boolean;
  readonly isWhole: boolean;
}) {
  const { all, backends, isLoaded, isWhole } = props;
  return (
    <>
      {isLoaded && <Counts {...all} backends={backends} />}
      <AttentionList concerns={concernsOf(all)} isWhole={isWhole} />
      {isLoaded && <ClusterMap workers={all.workers} />}
    </>
  );
}

function Counts(props: {
  readonly workers: readonly WorkerView[];
  readonly deployments: readonly DeploymentView[];
  readonly backends: number | undefined;
}) {
  const { t } = useTranslation();
  const instances = props.deployments.flatMap((each) => each.instances);
  const of = (part: number, total: number) => t('overview.of', { part, total });
  const wanted = props.deployments.filter(({ stopped }) => !stopped);
  const counts = [
    [
      'deployments',
      of(wanted.filter(({ readyReplicas, replicas }) => readyReplicas >= replicas).length, wanted.length),
    ],
    ['instances', of(instances.filter(({ state }) => state === 'ready').length, instances.length)],
    ['workers', of(props.workers.filter(({ state }) => state === 'ready').length, props.workers.length)],
    ['backends', props.backends === undefined ? '–' : String(props.backends)],
  ] as const;
  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: 'repeat(auto-fit, minmax(150px, 1fr))' }}>
      {counts.map(([name, text]) => (
        <Card key={name} sx={{ p: 2 }}>
          <Typography variant="body2" color="textSecondary">
            {t(`overview.counts.${name}`)}
          </Typography>
          <Typography sx={{ fontSize: '1.5rem', fontWeight: 650 }}>{text}</Typography>
        </Card>
      ))}
    </Box>
  );
}
