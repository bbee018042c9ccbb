import Alert from '@mui/material/Alert';
import TextField from '@mui/material/TextField';
import type { DeploymentView } from '@enginehouse/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../api/client.js';
import { ConfirmDialog } from '../../ui/confirm-dialog.js';
import { useAction } from '../../ui/use-action.js';
import { endsAll, mostReplicas, replicasIn } from './scaling.js';

/** Asks how many replicas; to have none is asked about, for nobody is answered then. */
export function ScaleDeployment(props: { readonly deployment: DeploymentView; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { name, replicas, revision, stopped } = props.deployment;
  const [typed, setTyped] = useState(String(replicas));
  const count = replicasIn(typed);
  const ends = endsAll(count, replicas) && !stopped;
  const scale = useAction({
    run: (wanted: number) =>
      valueOf(api.deployments.scale({ params: { name }, body: { replicas: wanted }, ifMatch: revision })),
    changes: ['deployments', 'instances', 'backends'],
    said: (_done, wanted) => t('deployments.scaled', { name, count: wanted }),
    onDone: props.onClose,
  });
  return (
    <ConfirmDialog
      open
      title={ends ? t('deployments.scaleToNone', { name }) : t('deployments.scaleTitle', { name })}
      confirm={ends ? t('deployments.stopAll') : t('deployments.scale')}
      danger={ends}
      ready={count !== undefined}
      busy={scale.isPending}
      error={scale.error}
      onConfirm={() => count !== undefined && scale.mutate(count)}
      onClose={props.onClose}
    >
      <TextField
        label={t('deployments.columns.replicas')}
        type="number"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        error={count === undefined}
        helperText={t('deployments.replicasHelp', { most: mostReplicas })}
        slotProps={{ htmlInput: { min: 0, max: mostReplicas, step: 1 } }}
        sx={{ mt: 1 }}
        autoFocus
      />
      <div role="status">{ends && <Alert severity="warning">{t('deployments.scaleToNoneText')}</Alert>}</div>
    </ConfirmDialog>
  );
}
