import Button from '@mui/material/Button';
import type { WorkerView } from '@enginehouse/contracts';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../../api/client.js';
import { ProblemAlert } from '../../../ui/problem-alert.js';
import { useAction } from '../../../ui/use-action.js';
import { DrainWorker } from '../drain/drain-worker.js';
import { RemoveWorker } from '../remove-worker.js';

/** What an administrator can do with a worker; what ends something is asked about first. */
export function WorkerActions({ worker }: { readonly worker: WorkerView }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [asked, setAsked] = useState<'drain' | 'remove'>();
  const close = () => setAsked(undefined);
  const { name, cordoned, drain } = worker;
  const cordon = useAction({
    run: (wanted: boolean) =>
      valueOf(wanted ? api.workers.cordon({ params: { name } }) : api.workers.uncordon({ params: { name } })),
    changes: ['workers', 'instances', 'deployments'],
    said: (_done, wanted) =>
      t(wanted ? 'workers.cordoned' : drain ? 'workers.drain.ended' : 'workers.uncordoned', { name }),
  });
  const opening = drain && drain.state !== 'drained' ? t('workers.drain.end') : t('workers.uncordon');
  return (
    <>
      <Button variant="outlined" loading={cordon.isPending} onClick={() => cordon.mutate(!cordoned)}>
        {cordoned ? opening : t('workers.cordon')}
      </Button>
      {drain?.state !== 'drained' && (
        <Button variant="outlined" onClick={() => setAsked('drain')}>
          {t('workers.drain.drain')}
        </Button>
      )}
      <Button variant="outlined" color="error" onClick={() => setAsked('remove')}>
        {t('workers.remove')}
      </Button>
      {cordon.error && <ProblemAlert error={cordon.error} />}
      {asked === 'drain' && <DrainWorker name={name} onClose={close} />}
      {asked === 'remove' && (
        <RemoveWorker worker={worker} onClose={close} onRemoved={() => void navigate({ to: '/workers' })} />
      )}
    </>
  );
}
