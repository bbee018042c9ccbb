import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { problemIn } from '../../../api/client.js';
import { useMay } from '../../../api/session.js';
import { Gone } from '../../../ui/gone.js';
import { Page } from '../../../ui/page.js';
import { PageSkeleton } from '../../../ui/page-skeleton.js';
import { ProblemAlert } from '../../../ui/problem-alert.js';
import { ButtonLink, TextLink } from '../../../ui/router-links.js';
import { DrainProgress } from '../drain/drain-progress.js';
import { useInstancesOn, useWorker } from '../use-workers.js';
import { WorkerDevices } from '../worker-devices.js';
import { WorkerState } from '../worker-state.js';
import { WorkerActions } from './worker-actions.js';
import { WorkerAbout } from './worker-about.js';
import { WorkerInstances } from './worker-instances.js';

/** One worker: how it is, what it has and who claims it, what runs on it, and how far its drain is. */
export function WorkerPage() {
  const { t } = useTranslation();
  const { name } = useParams({ from: '/signed-in/workers/$name' });
  const isAdmin = useMay('admin');
  const { data, error, isPending, refetch } = useWorker(name);
  const instances = useInstancesOn(name);
  if (isPending) return <PageSkeleton />;
  const left = data?.state === 'left' ? data : undefined;
  if (left || (error && problemIn(error).code === 'worker-not-found')) return <GoneWorker name={name} {...left} />;
  if (!data) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  const events = (
    <ButtonLink variant="outlined" to="/events" search={{ log: 'scheduling', search: `worker:${name}` }}>
      {t('workers.page.events')}
    </ButtonLink>
  );
  const actions = (
    <>
      {events}
      {isAdmin && <WorkerActions worker={data} />}
    </>
  );
  return (
    <Page title={name} subtitle={<TextLink to="/workers">{t('workers.title')}</TextLink>} actions={actions}>
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      <Box role="status" sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
        <WorkerState worker={data} /> {data.reason}
      </Box>
      {data.drain && <DrainProgress drain={data.drain} />}
      <Card component="section" aria-labelledby="devices" sx={{ p: 2.5, display: 'grid', gap: 2 }}>
        <Typography id="devices" variant="h2">
          {t('workers.devices')}
        </Typography>
        <WorkerDevices worker={data} {...(instances.data ? { runs: instances.data } : {})} />
      </Card>
      <WorkerInstances instances={instances.data} error={instances.error} />
      <WorkerAbout worker={data} />
    </Page>
  );
}

/** A worker that was removed or left: what it had is nobody's any more. */
function GoneWorker({ name, reason }: { readonly name: string; readonly reason?: string }) {
  const { t } = useTranslation();
  const action = (
    <>
      <ButtonLink to="/events" search={{ log: 'scheduling', search: `worker:${name}` }}>
        {t('workers.page.events')}
      </ButtonLink>
      <ButtonLink variant="contained" to="/workers">
        {t('workers.title')}
      </ButtonLink>
    </>
  );
  return (
    <Page title={name}>
      <Gone name={name} {...(reason ? { hint: `${name}: ${reason}` } : {})} action={action} />
    </Page>
  );
}
