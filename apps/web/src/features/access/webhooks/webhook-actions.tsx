import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { DeliveryAttempt, WebhookView } from '@enginehouse/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../../api/client.js';
import { queryClient } from '../../../api/query-client.js';
import { useMay } from '../../../api/session.js';
import { CodeBlock } from '../../../ui/code-text.js';
import { ConfirmDialog } from '../../../ui/confirm-dialog.js';
import { ProblemAlert } from '../../../ui/problem-alert.js';
import { useAction } from '../../../ui/use-action.js';
import { Attempt } from './attempt.js';
import { webhooksKey } from './use-webhooks.js';

const changes = ['webhooks'];
type Asked = 'pause' | 'rotate' | 'remove';

/** Test it, pause it, give it a new secret, remove it: as far as one's role goes. */
export function WebhookActions(props: { readonly webhook: WebhookView; readonly onRemoved: () => void }) {
  const { t } = useTranslation();
  const { name, state, revision } = props.webhook;
  const [asked, setAsked] = useState<Asked>();
  const close = () => setAsked(undefined);
  const mayTest = useMay('operator');
  const mayChange = useMay('admin');
  const test = useAction({ run: () => valueOf(api.webhooks.test({ params: { name } })), changes });
  const resume = useAction({
    run: () => valueOf(api.webhooks.change({ params: { name }, body: { paused: false }, ifMatch: revision })),
    changes,
    said: () => t('webhooks.resumed', { name }),
  });
  if (!mayTest) return null;
  return (
    <Box sx={{ display: 'grid', gap: 1.5 }}>
      <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap' }}>
        <Button variant="outlined" loading={test.isPending} onClick={() => test.mutate(undefined)}>
          {t('webhooks.test')}
        </Button>
        {mayChange && (
          <>
            {state === 'paused' ? (
              <Button variant="outlined" loading={resume.isPending} onClick={() => resume.mutate(undefined)}>
                {t('webhooks.resume')}
              </Button>
            ) : (
              <Button variant="outlined" onClick={() => setAsked('pause')}>
                {t('webhooks.pause')}
              </Button>
            )}
            <Button variant="outlined" onClick={() => setAsked('rotate')}>
              {t('webhooks.rotate')}
            </Button>
            <Button variant="outlined" color="error" onClick={() => setAsked('remove')}>
              {t('webhooks.remove')}
            </Button>
          </>
        )}
      </Box>
      {[test, resume].map(({ error }, index) => error && <ProblemAlert key={index} error={error} />)}
      <div role="status">{test.data && <Tested attempt={test.data} />}</div>
      {asked === 'pause' && <Pause {...props} onClose={close} />}
      {asked === 'rotate' && <Rotate {...props} onClose={close} />}
      {asked === 'remove' && <Remove {...props} onClose={close} />}
    </Box>
  );
}

function Tested({ attempt }: { readonly attempt: DeliveryAttempt }) {
  const { t } = useTranslation();
  return (
    <Alert severity={attempt.error === null ? 'success' : 'error'}>
      {attempt.error === null ? t('webhooks.testArrived') : t('webhooks.testFailed')}
      <Attempt attempt={attempt} />
    </Alert>
  );
}

interface Asking {
  readonly webhook: WebhookView;
  readonly onRemoved: () => void;
  readonly onClose: () => void;
}

function Pause({ webhook: { name, revision }, onClose }: Asking) {
  const { t } = useTranslation();
  const pause = useAction({
    run: () => valueOf(api.webhooks.change({ params: { name }, body: { paused: true }, ifMatch: revision })),
    changes,
    said: () => t('webhooks.paused', { name }),
    onDone: onClose,
  });
  return (
    <ConfirmDialog
      open
      title={t('webhooks.pauseTitle', { name })}
      confirm={t('webhooks.pause')}
      busy={pause.isPending}
      error={pause.error}
      onConfirm={() => pause.mutate(undefined)}
      onClose={onClose}
    >
      <Typography>{t('webhooks.pauseText')}</Typography>
    </ConfirmDialog>
  );
}

function Rotate({ webhook: { name, revision }, onClose }: Asking) {
  const { t } = useTranslation();
  const rotate = useAction({
    run: () => valueOf(api.webhooks.rotateSecret({ params: { name }, body: {}, ifMatch: revision })),
    changes,
  });
  const made = rotate.data;
  return (
    <ConfirmDialog
      open
      title={t('webhooks.rotateTitle', { name })}
      confirm={made ? t('actions.close') : t('webhooks.rotate')}
      busy={rotate.isPending}
      error={rotate.error}
      onConfirm={made ? onClose : () => rotate.mutate(undefined)}
      onClose={made ? () => undefined : onClose}
    >
      {made ? (
        <>
          <Alert severity="warning">{t('webhooks.secret')}</Alert>
          <CodeBlock label={t('webhooks.secretLabel')} text={made.secret} />
        </>
      ) : (
        <Typography>{t('webhooks.rotateText')}</Typography>
      )}
    </ConfirmDialog>
  );
}

function Remove({ webhook: { name, revision, deliveries }, onRemoved, onClose }: Asking) {
  const { t } = useTranslation();
  const remove = useAction({
    run: async () => {
      await valueOf(api.webhooks.remove({ params: { name }, ifMatch: revision }));
      // Before anything is asked for again: there is nothing of it any more. A list that is under way may still have it.
      await queryClient.cancelQueries({ queryKey: webhooksKey });
      queryClient.setQueryData<readonly WebhookView[]>(webhooksKey, (all) => all?.filter((each) => each.name !== name));
    },
    changes,
    said: () => t('webhooks.removed', { name }),
    onDone: onRemoved,
  });
  const waiting = deliveries.pending + deliveries.retrying;
  return (
    <ConfirmDialog
      open
      danger
      title={t('webhooks.removeTitle', { name })}
      confirm={t('webhooks.remove')}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(undefined)}
      onClose={onClose}
    >
      <Typography>{t('webhooks.removeText')}</Typography>
      {waiting > 0 && <Typography>{t('webhooks.removeWaiting', { count: waiting })}</Typography>}
    </ConfirmDialog>
  );
}
