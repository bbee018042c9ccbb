import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import type { DeploymentView } from '@enginehouse/contracts';
import { Link as RouterLink, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ChoiceField } from '../../ui/choice-field.js';
import { DataTable } from '../../ui/data-table.js';
import { EmptyState } from '../../ui/empty-state.js';
import { NothingFound } from '../../ui/nothing-found.js';
import { Page } from '../../ui/page.js';
import { PageSkeleton } from '../../ui/page-skeleton.js';
import { ProblemAlert } from '../../ui/problem-alert.js';
import { RelativeTime } from '../../ui/relative-time.js';
import { SearchField } from '../../ui/search-field.js';
import { BackendOf } from './backend-of.js';
import { DeployButton } from './deploy/deploy-button.js';
import type { DeploymentFilter } from './routes.js';
import { StatusChip } from './status-chip.js';
import { useDeployments } from './use-deployments.js';

const statuses = ['ready', 'partial', 'loading', 'waiting', 'failed', 'stopped'] as const;

/** All deployments, live. */
export function DeploymentsPage() {
  const { t } = useTranslation();
  const filter = useSearch({ from: '/signed-in/deployments' });
  const navigate = useNavigate({ from: '/deployments' });
  const { data, error, isPending, refetch } = useDeployments();
  const shown = useMemo(() => (data ?? []).filter((each) => passes(each, filter)), [data, filter]);
  return (
    <Page
      title={t('deployments.title')}
      subtitle={data && t('deployments.count', { count: shown.length })}
      actions={<DeployButton />}
    >
      <Filters filter={filter} />
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {isPending && <PageSkeleton />}
      {data?.length === 0 && (
        <EmptyState title={t('deployments.empty')} hint={t('deployments.emptyHint')} action={<DeployButton />} />
      )}
      {data && data.length > 0 && shown.length === 0 && (
        <NothingFound onClear={() => void navigate({ search: {}, replace: true })} />
      )}
      {shown.length > 0 && <DeploymentTable deployments={shown} />}
    </Page>
  );
}

function passes({ name, spec, status }: DeploymentView, filter: DeploymentFilter): boolean {
  const wanted = (filter.search ?? '').toLowerCase();
  const text = `${name} ${spec.modelName ?? ''} ${spec.backend}`.toLowerCase();
  return text.includes(wanted) && (filter.status === undefined || filter.status === status);
}

function Filters({ filter }: { readonly filter: DeploymentFilter }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/deployments' });
  const change = useCallback(
    (changes: DeploymentFilter) => void navigate({ search: (before) => ({ ...before, ...changes }), replace: true }),
    [navigate],
  );
  const search = useCallback((text: string) => change({ search: text || undefined }), [change]);
  return (
    <Box role="search" sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5 }}>
      <SearchField label={t('deployments.search')} value={filter.search ?? ''} onChange={search} />
      <ChoiceField
        label={t('deployments.status')}
        all={t('backends.any')}
        value={filter.status}
        options={statuses.map((value) => ({ value, label: t(`deployments.statuses.${value}`) }))}
        onChange={(status) => change({ status })}
      />
    </Box>
  );
}

function DeploymentTable({ deployments }: { readonly deployments: readonly DeploymentView[] }) {
  const { t } = useTranslation();
  const columns = [
    {
      key: 'name',
      heading: t('deployments.columns.name'),
      cell: ({ name, spec }: DeploymentView) => (
        <>
          <Link component={RouterLink} to={`/deployments/${name}`} sx={{ fontWeight: 600 }}>
            {name}
          </Link>
          {spec.modelName && spec.modelName !== name && (
            <Typography variant="caption" color="textSecondary" component="div">
              {spec.modelName}
            </Typography>
          )}
        </>
      ),
    },
    {
      key: 'status',
      heading: t('deployments.columns.status'),
      cell: (deployment: DeploymentView) => <StatusCell deployment={deployment} />,
    },
    {
      key: 'backend',
      heading: t('deployments.columns.backend'),
      cell: (deployment: DeploymentView) => <BackendOf deployment={deployment} />,
    },
    {
      key: 'replicas',
      heading: t('deployments.columns.replicas'),
      cell: ({ readyReplicas, replicas }: DeploymentView) =>
        t('deployments.ready', { ready: readyReplicas, wanted: replicas }),
    },
    {
      key: 'created',
      heading: t('deployments.columns.created'),
      cell: ({ createdAt, createdBy }: DeploymentView) => (
        <>
          <RelativeTime at={createdAt} />
          <Typography variant="caption" color="textSecondary" component="div">
            {createdBy}
          </Typography>
        </>
      ),
    },
  ];
  return <DataTable label={t('deployments.title')} columns={columns} rows={deployments} keyOf={({ name }) => name} />;
}

function StatusCell({ deployment }: { readonly deployment: DeploymentView }) {
  const { status, reason } = deployment;
  return (
    <>
      <StatusChip deployment={deployment} />
      {status !== 'ready' && status !== 'stopped' && (
        <Typography variant="caption" color="textSecondary" component="div" sx={{ maxWidth: 420 }}>
          {reason}
        </Typography>
      )}
    </>
  );
}
