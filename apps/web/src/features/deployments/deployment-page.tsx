import type { DeploymentView } from '@enginehouse/contracts';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { problemIn } from '../../api/client.js';
import { endedBy } from '../../api/ended-by.js';
import { recentEvents } from '../../api/live.js';
import { useMay } from '../../api/session.js';
import { Gone } from '../../ui/gone.js';
import { Page } from '../../ui/page.js';
import { PageSkeleton } from '../../ui/page-skeleton.js';
import { ProblemAlert } from '../../ui/problem-alert.js';
import { ButtonLink, TextLink } from '../../ui/router-links.js';
import { TabLinks } from '../../ui/tab-links.js';
import { BackendOf } from './backend-of.js';
import { DeploymentActions } from './deployment-actions.js';
import { DeploymentSettings } from './deployment-settings.js';
import { DeploymentTimeline } from './deployment-timeline.js';
import { InstanceLogs } from './instance-logs.js';
import { InstanceList } from './instance-list.js';
import { PlacementReasons } from './placement-reasons.js';
import { RollDialog } from './roll/roll-dialog.js';
import { RollStatus } from './roll/roll-status.js';
import { StatusChip } from './status-chip.js';
import { useDeployment } from './use-deployments.js';

const tabs = ['instances', 'timeline', 'placement', 'settings'] as const;

/** One deployment: its instances, what happened to it, why it is where it is, and what was wished. */
export function DeploymentPage() {
  const { name } = useParams({ from: '/signed-in/deployments/$name' });
  const { data, error, isPending, refetch } = useDeployment(name);
  const retry = () => void refetch();
  if (isPending) return <PageSkeleton />;
  if (isGone(error)) return <GoneDeployment name={name} />;
  return data ? (
    <Shown deployment={data} error={error} onRetry={retry} />
  ) : (
    <ProblemAlert error={error} onRetry={retry} />
  );
}

const isGone = (error: unknown): boolean => Boolean(error) && problemIn(error).code === 'deployment-not-found';

function Shown(props: { readonly deployment: DeploymentView; readonly error: unknown; readonly onRetry: () => void }) {
  const { t } = useTranslation();
  const { deployment: data, error } = props;
  const { name } = data;
  const { tab = 'instances', logs, roll } = useSearch({ from: '/signed-in/deployments/$name' });
  const mayRoll = useMay('operator');
  const navigate = useNavigate({ from: '/deployments/$name' });
  return (
    <Page title={name} subtitle={<Above deployment={data} />} actions={<DeploymentActions deployment={data} />}>
      {Boolean(error) && <ProblemAlert error={error} onRetry={props.onRetry} />}
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

/** What the page showed before is not any more, whoever deleted it. */
function GoneDeployment({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const action = (
    <ButtonLink variant="contained" to="/deployments">
      {t('pages.deployments')}
    </ButtonLink>
  );
  return (
    <Page title={name}>
      <Gone name={name} by={endedBy(recentEvents(), `deployment:${name}`, 'DeploymentDeleted')} action={action} />
    </Page>
  );
}

function Above({ deployment }: { readonly deployment: DeploymentView }) {
  const { t } = useTranslation();
  return (
    <>
      <TextLink to="/deployments">{t('deployments.title')}</TextLink> · <BackendOf deployment={deployment} />
    </>
  );
}

function Status({ deployment }: { readonly deployment: DeploymentView }) {
  const { t } = useTranslation();
  const { status, reason, readyReplicas, replicas } = deployment;
  return (
    <div role="status">
      <StatusChip deployment={deployment} />{' '}
      {status === 'ready' ? t('deployments.ready', { ready: readyReplicas, wanted: replicas }) : reason}
    </div>
  );
}
