import TextField from '@mui/material/TextField';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { problemIn } from '../../api/client.js';
import { ConfirmDialog } from '../../ui/confirm-dialog.js';
import { useAction } from '../../ui/use-action.js';
import { SinceThen } from '../history/since-then.js';

/** What goes along with a change: the revision that it is based on, and why. */
export interface ChangeOptions {
  readonly ifMatch: number;
  readonly reason?: string;
}

/**
 * Asks before a backend is changed, and why. Where somebody else was quicker it says what they did, and the next attempt
 * is based on that.
 */
export function ChangeDialog(props: {
  readonly name: string;
  /** The revision that the person sees. */
  readonly revision: number;
  readonly title: string;
  /** Left out where it cannot be done, which the children explain. */
  readonly confirm?: string | undefined;
  readonly said: string;
  readonly danger?: boolean;
  readonly children?: ReactNode;
  /** What it is about is gone afterwards. */
  readonly removes?: boolean;
  /** The way to what became of it. */
  readonly leads?: { readonly label: string; readonly go: () => void };
  readonly run: (options: ChangeOptions) => Promise<unknown>;
  readonly onDone?: () => void;
  readonly onClose: () => void;
}) {
  const [seen] = useState(props.revision);
  const [reason, setReason] = useState('');
  const [newer, setNewer] = useState<number>();
  const action = useAction({
    run: () => props.run({ ifMatch: newer ?? seen, ...(reason.trim() ? { reason: reason.trim() } : {}) }),
    changes: ['backends', 'history', 'entries'],
    untilShown: !props.removes,
    said: () => props.said,
    leads: props.leads,
    onDone: () => {
      props.onClose();
      props.onDone?.();
    },
  });
  const problem = action.error === null ? undefined : problemIn(action.error);
  const go = () =>
    action.mutate(undefined, {
      onError: (error) => setNewer((before) => problemIn(error).currentRevision ?? before),
    });
  const isStale = problem?.code === 'stale-revision' && problem.currentRevision !== undefined;
  return (
    <ConfirmDialog
      open
      title={props.title}
      confirm={props.confirm}
      danger={props.danger ?? false}
      busy={action.isPending}
      error={isStale ? undefined : action.error}
      onConfirm={go}
      onClose={props.onClose}
    >
      {props.children}
      {props.confirm !== undefined && <Reason value={reason} onChange={setReason} />}
      {newer !== undefined && <SinceThen name={props.name} after={seen} />}
    </ConfirmDialog>
  );
}

function Reason(props: { readonly value: string; readonly onChange: (value: string) => void }) {
  const { t } = useTranslation();
  return (
    <TextField
      label={t('history.reason')}
      helperText={t('history.reasonHint')}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
      slotProps={{ htmlInput: { maxLength: 500 } }}
      sx={{ mt: 1 }}
    />
  );
}
