import Button from '@mui/material/Button';
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
import { ScaleDeployment } from './scale-deployment.js';
import { switchOf } from './scaling.js';

type Asked = 'scale' | 'stop' | 'delete';
const changes = ['deployments', 'instances', 'backends'];

/** What can be done with a deployment; what ends something is asked about first. */
export function DeploymentActions({ deployment }: { readonly deployment: DeploymentView }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Asked>();
  const close = () => setAsked(undefined);
  const { name, readyReplicas } = deployment;
  const turned = switchOf(deployment);
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
      {turned === 'start' && (
        <Button variant="outlined" loading={start.isPending} onClick={() => start.mutate(undefined)}>
          {t('deployments.start')}
        </Button>
      )}
      {turned === 'stop' && (
        <Button variant="outlined" onClick={() => setAsked('stop')}>
          {t('deployments.stop')}
        </Button>
      )}
      <Button variant="outlined" color="error" onClick={() => setAsked('delete')}>
        {t('actions.delete')}
      </Button>
      {asked === 'scale' && <ScaleDeployment deployment={deployment} onClose={close} />}
      {asked === 'stop' && <Stop deployment={deployment} onClose={close} />}
      {asked === 'delete' && <Delete deployment={deployment} onClose={close} />}
    </>
  );
}

interface Props {
  readonly deployment: DeploymentView;
  readonly onClose: () => void;
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
