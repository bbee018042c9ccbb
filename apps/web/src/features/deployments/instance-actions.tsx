import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { InstanceView } from '@enginehouse/contracts';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../api/client.js';
import { useMay } from '../../api/session.js';
import { ConfirmDialog } from '../../ui/confirm-dialog.js';
import { ProblemAlert } from '../../ui/problem-alert.js';
import { useAction } from '../../ui/use-action.js';

const changes = ['instances', 'deployments'];

/** What can be done with an instance. */
export function InstanceActions({ instance: { id, state } }: { readonly instance: InstanceView }) {
  const { t } = useTranslation();
  const mayChange = useMay('operator');
  const navigate = useNavigate({ from: '/deployments/$name' });
  return (
    <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap' }}>
      <Button
        size="small"
        aria-label={`${t('deployments.logs')}: ${id}`}
        onClick={() => void navigate({ search: (before) => ({ ...before, logs: id }) })}
      >
        {t('deployments.logs')}
      </Button>
      {mayChange && state === 'failed' && <RetryInstance id={id} />}
      {mayChange && <RemoveInstance id={id} />}
    </Box>
  );
}

function RetryInstance({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const retry = useAction({
    run: () => valueOf(api.instances.retry({ params: { id } })),
    changes,
    said: () => t('deployments.retried', { name: id }),
  });
  return (
    <>
      <Button
        size="small"
        loading={retry.isPending}
        onClick={() => retry.mutate(undefined)}
        aria-label={`${t('deployments.retry')}: ${id}`}
      >
        {t('deployments.retry')}
      </Button>
      {retry.error && <ProblemAlert error={retry.error} />}
    </>
  );
}

function RemoveInstance({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const remove = useAction({
    run: () => valueOf(api.instances.remove({ params: { id } })),
    changes,
    said: () => t('deployments.removed', { name: id }),
    onDone: () => setAsking(false),
  });
  return (
    <>
      <Button
        size="small"
        color="error"
        onClick={() => setAsking(true)}
        aria-label={`${t('deployments.remove')}: ${id}`}
      >
        {t('deployments.remove')}
      </Button>
      <ConfirmDialog
        open={asking}
        danger
        title={t('deployments.removeTitle', { name: id })}
        confirm={t('deployments.remove')}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(undefined)}
        onClose={() => setAsking(false)}
      >
        <Typography>{t('deployments.removeText')}</Typography>
      </ConfirmDialog>
    </>
  );
}
