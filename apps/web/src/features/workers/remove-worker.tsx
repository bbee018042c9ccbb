import Alert from '@mui/material/Alert';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import type { WorkerView } from '@enginehouse/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../api/client.js';
import { ConfirmDialog } from '../../ui/confirm-dialog.js';
import { PageSkeleton } from '../../ui/page-skeleton.js';
import { useAction } from '../../ui/use-action.js';
import { removalOf, type Removal } from './removal.js';
import { useDrainPlan } from './use-workers.js';

/** Asks before a worker is removed. Where something runs there it says what ends, and has the worker's name typed. */
export function RemoveWorker(props: {
  readonly worker: WorkerView;
  readonly onClose: () => void;
  readonly onRemoved?: () => void;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const { name, instances } = props.worker;
  const isUsed = instances.length > 0;
  const remove = useAction({
    run: () => valueOf(api.workers.remove({ params: { name }, query: { force: isUsed } })),
    changes: ['workers', 'instances', 'deployments'],
    said: () => t('workers.removed', { name }),
    onDone: props.onRemoved ?? props.onClose,
  });
  return (
    <ConfirmDialog
      open
      danger
      title={t('workers.removeTitle', { name })}
      confirm={t('workers.remove')}
      busy={remove.isPending}
      ready={!isUsed || typed.trim() === name}
      error={remove.error}
      onConfirm={() => remove.mutate(undefined)}
      onClose={props.onClose}
    >
      <Typography>{t('workers.removeText')}</Typography>
      <Typography>{t('workers.removeBack')}</Typography>
      {isUsed && (
        <>
          <Ends name={name} instances={instances} />
          <TextField
            label={t('workers.removeType', { name })}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            autoComplete="off"
          />
        </>
      )}
    </ConfirmDialog>
  );
}

/** What ends with the worker, by what the scheduler would do now; where it cannot say, at least what runs there. */
function Ends({ name, instances }: Pick<WorkerView, 'name' | 'instances'>) {
  const { t } = useTranslation();
  const plan = useDrainPlan(name, true);
  if (plan.isPending) return <PageSkeleton />;
  const { stopped, placed, unplaced, unserved }: Removal = plan.data
    ? removalOf(plan.data)
    : { stopped: instances, placed: [], unplaced: [], unserved: [] };
  const say = (key: 'Stops' | 'Placed' | 'Unplaced', names: readonly string[]) =>
    names.length > 0 && (
      <Typography sx={{ overflowWrap: 'anywhere' }}>
        {t(`workers.remove${key}`, { count: names.length, names: names.join(', ') })}
      </Typography>
    );
  return (
    <>
      {say('Stops', stopped)}
      {say('Placed', placed)}
      {say('Unplaced', unplaced)}
      {unserved.length > 0 && (
        <Alert severity="error" sx={{ overflowWrap: 'anywhere' }}>
          {t('workers.removeUnserved', { names: unserved.join(', ') })}
        </Alert>
      )}
      {placed.length > 0 && <Typography>{t('workers.removeDrainFirst')}</Typography>}
    </>
  );
}
