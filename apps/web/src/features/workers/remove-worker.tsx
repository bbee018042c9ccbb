import Typography from '@mui/material/Typography';
import type { WorkerView } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../api/client.js';
import { ConfirmDialog } from '../../ui/confirm-dialog.js';
import { useAction } from '../../ui/use-action.js';

/** Asks before a worker is removed, and names what runs on it. */
export function RemoveWorker(props: {
  readonly worker: WorkerView;
  readonly onClose: () => void;
  readonly onRemoved?: () => void;
}) {
  const { t } = useTranslation();
  const { name, instances } = props.worker;
  const remove = useAction({
    run: () => valueOf(api.workers.remove({ params: { name }, query: { force: instances.length > 0 } })),
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
      error={remove.error}
      onConfirm={() => remove.mutate(undefined)}
      onClose={props.onClose}
    >
      <Typography>{t('workers.removeText')}</Typography>
      {instances.length > 0 && (
        <>
          <Typography>{t('workers.removeUsed', { count: instances.length, names: instances.join(', ') })}</Typography>
          <Typography>{t('workers.removeDrainFirst')}</Typography>
        </>
      )}
    </ConfirmDialog>
  );
}
