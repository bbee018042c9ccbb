import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import type { DeploymentView } from '@enginehouse/contracts';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../api/client.js';
import { useMay } from '../../api/session.js';
import { ConfirmDialog } from '../../ui/confirm-dialog.js';
import { ButtonLink } from '../../ui/router-links.js';
import { useAction } from '../../ui/use-action.js';

type Asked = 'scale' | 'stop' | 'delete';
const changes = ['deployments', 'instances', 'backends'];

/** What can be done with a deployment; what ends something is asked about first. */
export function DeploymentActions({ deployment }: { readonly deployment: DeploymentView }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Asked>();
  const close = () => setAsked(undefined);
  const { name, stopped, readyReplicas } = deployment;
  const start = useAction({
    run: () => valueOf(api.deployments.start({ params: { name } })),
    changes,
    said: () => t('deployments.started', { name }),
  });
  if (!useMay('operator')) return null;
  return (
    <>
      {readyReplicas > 0 && (
        <ButtonLink variant="outlined" to="/playground" search={{ deployment: name }}>
          {t('deployments.talk')}
        </ButtonLink>
      )}
      <Button variant="outlined" onClick={() => setAsked('scale')}>
        {t('deployments.scale')}
      </Button>
      {stopped ? (
        <Button variant="outlined" loading={start.isPending} onClick={() => start.mutate(undefined)}>
          {t('deployments.start')}
        </Button>
      ) : (
        <Button variant="outlined" onClick={() => setAsked('stop')}>
          {t('deployments.stop')}
        </Button>
      )}
      <Button variant="outlined" color="error" onClick={() => setAsked('delete')}>
        {t('actions.delete')}
      </Button>
      {asked === 'scale' && <Scale deployment={deployment} onClose={close} />}
      {asked === 'stop' && <Stop deployment={deployment} onClose={close} />}
      {asked === 'delete' && <Delete deployment={deployment} onClose={close} />}
    </>
  );
}

interface Props {
  readonly deployment: DeploymentView;
  readonly onClose: () => void;
}

function Scale({ deployment: { name, replicas, revision }, onClose }: Props) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState(String(replicas));
  const count = Number(wanted);
  const scale = useAction({
    run: () => valueOf(api.deployments.scale({ params: { name }, body: { replicas: count }, ifMatch: revision })),
    changes,
    said: () => t('deployments.scaled', { name, count }),
    onDone: onClose,
  });
  return (
    <ConfirmDialog
      open
      title={t('deployments.scaleTitle', { name })}
      confirm={t('deployments.scale')}
      busy={scale.isPending}
      error={scale.error}
      onConfirm={() => scale.mutate(undefined)}
      onClose={onClose}
    >
      <TextField
        label={t('deployments.columns.replicas')}
        type="number"
        value={wanted}
        onChange={(event) => setWanted(event.target.value)}
        slotProps={{ htmlInput: { min: 0, max: 1000 } }}
        sx={{ mt: 1 }}
        autoFocus
      />
    </ConfirmDialog>
  );
}

function Stop({ deployment: { name }, onClose }: Props) {
  const { t } = useTranslation();
  const stop = useAction({
    run: () => valueOf(api.deployments.stop({ params: { name } })),
    changes,
    said: () => t('deployments.stopped', { name }),
    onDone: onClose,
  });
  return (
    <ConfirmDialog
      open
      title={t('deployments.stopTitle', { name })}
      confirm={t('deployments.stop')}
      busy={stop.isPending}
      error={stop.error}
      onConfirm={() => stop.mutate(undefined)}
      onClose={onClose}
    >
      <Typography>{t('deployments.stopText')}</Typography>
    </ConfirmDialog>
  );
}

function Delete({ deployment: { name, spec }, onClose }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const remove = useAction({
    run: async () => {
      await valueOf(api.deployments.remove({ params: { name } }));
      // Before anything is asked for again: there is nothing at this page's address any more.
      await navigate({ to: '/deployments', search: {} });
    },
    changes,
    said: () => t('deployments.deleted', { name }),
  });
  return (
    <ConfirmDialog
      open
      danger
      title={t('deployments.deleteTitle', { name })}
      confirm={t('actions.delete')}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(undefined)}
      onClose={onClose}
    >
      <Typography>{t('deployments.deleteText', { model: spec.modelName ?? name })}</Typography>
    </ConfirmDialog>
  );
}
