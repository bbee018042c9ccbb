import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../../api/client.js';
import { ConfirmDialog } from '../../../ui/confirm-dialog.js';
import { PageSkeleton } from '../../../ui/page-skeleton.js';
import { useAction } from '../../../ui/use-action.js';
import { useDrainPlan } from '../use-workers.js';
import { DrainPlanView } from './drain-plan-view.js';

const mostMinutes = 10_080;

/** Shows what draining a worker would do, and starts it. */
export function DrainWorker({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [force, setForce] = useState(false);
  const [minutes, setMinutes] = useState('');
  const [reason, setReason] = useState('');
  const plan = useDrainPlan(name, force);
  const wrong = minutes !== '' && !isMinutes(minutes);
  const drain = useAction({
    run: () =>
      valueOf(
        api.workers.drain({
          params: { name },
          body: { force, ...(minutes === '' ? {} : { deadlineSeconds: Number(minutes) * 60 }) },
          ...(reason.trim() ? { reason: reason.trim() } : {}),
          ...(plan.data ? { ifMatch: plan.data.workerRevision } : {}),
        }),
      ),
    changes: ['workers', 'instances', 'deployments'],
    said: () => t('workers.drain.started', { name }),
    onDone: onClose,
  });
  return (
    <ConfirmDialog
      open
      danger={(plan.data?.interrupted.length ?? 0) > 0}
      title={t('workers.drain.title', { name })}
      confirm={t('workers.drain.drain')}
      busy={drain.isPending}
      ready={plan.data !== undefined && !plan.isPlaceholderData && !wrong}
      error={drain.error ?? plan.error}
      onConfirm={() => drain.mutate(undefined)}
      onClose={onClose}
    >
      <Typography>{t('workers.drain.help')}</Typography>
      {plan.isPending && <PageSkeleton />}
      {plan.data && <DrainPlanView plan={plan.data} />}
      <FormControlLabel
        control={<Checkbox checked={force} onChange={(event) => setForce(event.target.checked)} />}
        label={t('workers.drain.force')}
      />
      <TextField
        label={t('workers.drain.deadline')}
        value={minutes}
        onChange={(event) => setMinutes(event.target.value.trim())}
        error={wrong}
        helperText={t(wrong ? 'workers.drain.deadlineWrong' : 'workers.drain.deadlineHelp')}
        slotProps={{ htmlInput: { inputMode: 'numeric' } }}
      />
      <TextField
        label={t('history.reason')}
        helperText={t('history.reasonHint')}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        slotProps={{ htmlInput: { maxLength: 500 } }}
      />
    </ConfirmDialog>
  );
}

const isMinutes = (text: string): boolean => /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= mostMinutes;
