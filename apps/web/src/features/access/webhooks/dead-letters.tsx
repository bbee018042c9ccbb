import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { WebhookView } from '@enginehouse/contracts';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.js';
import { ConfirmDialog } from '../../../ui/confirm-dialog.js';
import { Meter } from '../../../ui/meter.js';
import { ProblemAlert } from '../../../ui/problem-alert.js';
import { ButtonLink } from '../../../ui/router-links.js';
import type { RedriveProgress } from './redrive-progress.js';
import type { Redriving } from './use-redrive.js';

interface Props {
  readonly webhook: WebhookView;
  readonly redriving: Redriving;
}

/** What was given up: how many, only these, all of them once more; and how far those are that are sent again. */
export function DeadLetters({ webhook, redriving }: Props) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const { dead } = webhook.deliveries;
  const { progress, error, asked } = redriving;
  const sendAll = () => redriving.send({ all: true }, () => setAsking(false));
  const close = () => {
    redriving.reset();
    setAsking(false);
  };
  return (
    <>
      {dead > 0 && (
        <Alert severity="warning">
          <AlertTitle>{t('webhooks.deadTitle', { count: dead })}</AlertTitle>
          <Typography variant="body2">{t('webhooks.deadHint')}</Typography>
          <DeadActions
            webhook={webhook}
            busy={asked !== undefined}
            onSendAll={dead > 1 ? () => setAsking(true) : sendAll}
          />
        </Alert>
      )}
      {error && !isAsking && <ProblemAlert error={error} onRetry={redriving.retry} />}
      <Box role="status" sx={{ display: 'contents' }}>
        {progress && <Progress progress={progress} />}
      </Box>
      {isAsking && (
        <ConfirmDialog
          open
          title={t('webhooks.redriveTitle', { count: dead })}
          confirm={t('webhooks.redrive')}
          busy={asked !== undefined}
          error={error}
          onConfirm={sendAll}
          onClose={close}
        >
          <Typography>{t('webhooks.redriveText')}</Typography>
          {webhook.state === 'paused' && <Typography>{t('webhooks.redrivePaused')}</Typography>}
        </ConfirmDialog>
      )}
    </>
  );
}

function DeadActions(props: { readonly webhook: WebhookView; readonly busy: boolean; readonly onSendAll: () => void }) {
  const { t } = useTranslation();
  const { state } = useSearch({ from: '/signed-in/access' });
  const may = useMay('operator');
  const { name, deliveries } = props.webhook;
  const search = { tab: 'webhooks', webhook: name } as const;
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mt: 1 }}>
      {state === 'dead' ? (
        <ButtonLink size="small" color="inherit" variant="outlined" to="/access" search={search} replace>
          {t('webhooks.showAll')}
        </ButtonLink>
      ) : (
        <ButtonLink
          size="small"
          color="inherit"
          variant="outlined"
          to="/access"
          search={{ ...search, state: 'dead' }}
          replace
        >
          {t('webhooks.onlyDead')}
        </ButtonLink>
      )}
      {may && (
        <Button size="small" color="inherit" variant="outlined" loading={props.busy} onClick={props.onSendAll}>
          {t('webhooks.redriveAll', { count: deliveries.dead })}
        </Button>
      )}
    </Box>
  );
}

function Progress({ progress: { percent, waiting, dead, isOver } }: { readonly progress: RedriveProgress }) {
  const { t } = useTranslation();
  const again = dead > 0 ? [t('webhooks.deadAgain', { count: dead })] : [];
  if (isOver) {
    return (
      <Alert role="presentation" severity={dead > 0 ? 'warning' : 'success'}>
        {dead > 0 ? again : t('webhooks.allArrived')}
      </Alert>
    );
  }
  const text = [t('webhooks.stillWaiting', { count: waiting }), ...again].join(' · ');
  return <Meter label={t('webhooks.sendingAgain')} text={text} part={percent / 100} />;
}
