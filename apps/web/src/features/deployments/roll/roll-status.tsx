import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import Typography from '@mui/material/Typography';
import type { DeploymentView, RollView } from '@enginehouse/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../../api/client.js';
import { useMay } from '../../../api/session.js';
import { CodeBlock } from '../../../ui/code-text.js';
import { ConfirmDialog } from '../../../ui/confirm-dialog.js';
import { RelativeTime } from '../../../ui/relative-time.js';
import { useAction } from '../../../ui/use-action.js';
import { markRead, rollKey, wasRead } from './read-rolls.js';

/** The last roll of a deployment: how far it is, or how it ended and why. */
export function RollStatus({ deployment }: { readonly deployment: DeploymentView }) {
  const { roll, name } = deployment;
  if (!roll) return null;
  if (roll.state === 'rolled') return <Rolled roll={roll} />;
  return roll.state === 'reverted' ? (
    <Reverted key={rollKey(name, roll)} name={name} roll={roll} />
  ) : (
    <UnderWay roll={roll} name={name} />
  );
}

function UnderWay({ roll, name }: { readonly roll: RollView; readonly name: string }) {
  const { t } = useTranslation();
  const mayCancel = useMay('operator') && roll.state === 'rolling';
  const [asking, setAsking] = useState(false);
  const { state, from, to, ready, total, reason, startedAt, startedBy } = roll;
  const title = t(`deployments.roll.${state === 'rolling' ? 'rolling' : 'returning'}`, {
    from: from.revision,
    to: to.revision,
  });
  return (
    <Alert
      severity={state === 'rolling' ? 'info' : 'warning'}
      role="status"
      sx={{ '& .MuiAlert-message': { flex: 1, minWidth: 0 } }}
      action={
        mayCancel && (
          <Button color="inherit" size="small" onClick={() => setAsking(true)}>
            {t('deployments.roll.cancel')}
          </Button>
        )
      }
    >
      <AlertTitle>{title}</AlertTitle>
      <Typography variant="body2">
        {t('deployments.ready', { ready, wanted: total })}
        {reason && ` · ${reason}`}
      </Typography>
      <LinearProgress
        variant="determinate"
        color="inherit"
        aria-label={title}
        value={total === 0 ? 0 : (100 * ready) / total}
        sx={{ my: 1 }}
      />
      <Typography variant="caption">
        <RelativeTime at={startedAt} say={(ago) => t('deployments.roll.startedAgo', { ago })} /> · {startedBy}
        {roll.why && ` · ${roll.why}`}
      </Typography>
      {asking && <Cancel name={name} from={from.revision} onClose={() => setAsking(false)} />}
    </Alert>
  );
}

function Cancel(props: { readonly name: string; readonly from: number; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { name, from, onClose } = props;
  const cancel = useAction({
    run: () => valueOf(api.deployments.cancelRoll({ params: { name } })),
    changes: ['deployments', 'instances'],
    said: () => t('deployments.roll.cancelled', { name }),
    onDone: onClose,
  });
  return (
    <ConfirmDialog
      open
      title={t('deployments.roll.cancelTitle', { name })}
      confirm={t('deployments.roll.cancel')}
      busy={cancel.isPending}
      error={cancel.error}
      onConfirm={() => cancel.mutate(undefined)}
      onClose={onClose}
    >
      <Typography>{t('deployments.roll.cancelText', { from })}</Typography>
    </ConfirmDialog>
  );
}

/** That a roll was undone, until somebody has read it and puts it away in this browser. */
function Reverted({ name, roll }: { readonly name: string; readonly roll: RollView }) {
  const { t } = useTranslation();
  const [isRead, setRead] = useState(() => wasRead(name, roll));
  const putAway = () => {
    markRead(name, roll);
    setRead(true);
  };
  if (isRead) return null;
  const { from, to, cause, failure, reason, endedAt } = roll;
  const wanted = cause === 'cancelled' || cause === 'stopped';
  return (
    <Alert
      severity={wanted ? 'info' : 'error'}
      closeText={t('actions.putAway')}
      onClose={putAway}
      sx={{ '& .MuiAlert-message': { flex: 1, minWidth: 0 } }}
    >
      <AlertTitle>{t('deployments.roll.reverted', { from: from.revision, to: to.revision })}</AlertTitle>
      {cause && (
        <Typography variant="body2">
          {t(`deployments.roll.causes.${cause}`)} {failure?.oomKilled && t('deployments.roll.oom')}
        </Typography>
      )}
      <Typography variant="body2" gutterBottom>
        {reason}
      </Typography>
      {failure && failure.lastLogLines.length > 0 && (
        <CodeBlock label={t('deployments.lastLines')} text={failure.lastLogLines.join('\n')} />
      )}
      {endedAt && (
        <Typography variant="caption">
          <RelativeTime at={endedAt} say={(ago) => t('deployments.roll.endedAgo', { ago })} />
        </Typography>
      )}
    </Alert>
  );
}

function Rolled({ roll: { from, to, endedAt, startedBy } }: { readonly roll: RollView }) {
  const { t } = useTranslation();
  return (
    <Typography variant="body2" color="textSecondary" role="status">
      {t('deployments.roll.rolled', { from: from.revision, to: to.revision })} · {startedBy}
      {endedAt && (
        <>
          {' · '}
          <RelativeTime at={endedAt} say={(ago) => t('deployments.roll.endedAgo', { ago })} />
        </>
      )}
    </Typography>
  );
}
