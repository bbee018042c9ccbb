import type { DeploymentView } from '@enginehouse/contracts';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api/session.js';
import { Page } from '../../ui/page.js';
import { PageSkeleton } from '../../ui/page-skeleton.js';
import { ProblemAlert } from '../../ui/problem-alert.js';
import { StateChip } from '../../ui/state-chip.js';
import { TabLinks } from '../../ui/tab-links.js';
import { BackendOf } from './backend-of.js';
import { DeploymentActions } from './deployment-actions.js';
import { DeploymentSettings } from './deployment-settings.js';
import { DeploymentTimeline } from './deployment-timeline.js';
import { InstanceLogs } from './instance-logs.js';
import { InstanceList } from './instance-list.js';
import { deploymentMoods } from './moods.js';
import { PlacementReasons } from './placement-reasons.js';
import { RollDialog } from './roll/roll-dialog.js';
import { RollStatus } from './roll/roll-status.js';
import { shownStatus } from './scaling.js';
import { useDeployment } from './use-deployments.js';

const tabs = ['instances', 'timeline', 'placement', 'settings'] as const;

/** One deployment: its instances, what happened to it, why it is where it is, and what was wished. */
export function DeploymentPage() {
  const { t } = useTranslation();
  const { name } = useParams({ from: '/signed-in/deployments/$name' });
  const { tab = 'instances', logs, roll } = useSearch({ from: '/signed-in/deployments/$name' });
  const mayRoll = useMay('operator');
  const navigate = useNavigate({ from: '/deployments/$name' });
  const { data, error, isPending, refetch } = useDeployment(name);
  if (isPending) return <PageSkeleton />;
  if (!data) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  return (
    <Page title={name} subtitle={<BackendOf deployment={data} />} actions={<DeploymentActions deployment={data} />}>
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      <Status deployment={data} />
      <RollStatus deployment={data} />
      <TabLinks
        label={name}
        value={tab}
        tabs={tabs.map((value) => ({ value, label: t(`deployments.tabs.${value}`) }))}
        onChange={(next) => void navigate({ search: { tab: next } })}
      />
      {tab === 'instances' && <InstanceList instances={data.instances} />}
      {tab === 'timeline' && <DeploymentTimeline name={name} />}
      {tab === 'placement' && <PlacementReasons name={name} />}
      {tab === 'settings' && <DeploymentSettings deployment={data} />}
      {roll && mayRoll && (
        <RollDialog
          name={name}
          onClose={() => void navigate({ search: (before) => ({ ...before, roll: undefined }) })}
        />
      )}
      {logs && (
        <InstanceLogs
          id={logs}
          onClose={() => void navigate({ search: (before) => ({ ...before, logs: undefined }) })}
        />
      )}
    </Page>
  );
}

function Status({ deployment }: { readonly deployment: DeploymentView }) {
  const { t } = useTranslation();
  const { status, reason, readyReplicas, replicas } = deployment;
  return (
    <div role="status">
      <StateChip mood={deploymentMoods[status]} label={t(`deployments.statuses.${shownStatus(deployment)}`)} />{' '}
      {status === 'ready' ? t('deployments.ready', { ready: readyReplicas, wanted: replicas }) : reason}
    </div>
  );
}
