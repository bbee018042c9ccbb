import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from './problem-alert.js';

/** Asks before something is lost; shows here why it was refused. */
export function ConfirmDialog(props: {
  readonly open: boolean;
  readonly title: string;
  readonly children: ReactNode;
  /** Left out where it cannot be done: then there is only the way out. */
  readonly confirm?: string | undefined;
  readonly danger?: boolean;
  readonly busy?: boolean;
  /** False while something has to be filled in first. */
  readonly ready?: boolean;
  readonly error?: unknown;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const title = useId();
  return (
    <Dialog open={props.open} onClose={props.onClose} aria-labelledby={title} maxWidth="sm" fullWidth>
      <DialogTitle id={title}>{props.title}</DialogTitle>
      <DialogContent sx={{ display: 'flex', flexDirection: 'column', gap: 2 }}>
        {props.children}
        {props.error !== undefined && props.error !== null && <ProblemAlert error={props.error} />}
      </DialogContent>
      <DialogActions>
        <Button onClick={props.onClose}>{t(props.confirm === undefined ? 'actions.close' : 'actions.cancel')}</Button>
        {props.confirm !== undefined && (
          <Button
            variant="contained"
            color={props.danger ? 'error' : 'primary'}
            loading={props.busy ?? false}
            disabled={props.ready === false}
            onClick={props.onConfirm}
          >
            {props.confirm}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}
