import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogTitle from '@mui/material/DialogTitle';
import { useBlocker } from '@tanstack/react-router';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';

/** Asks before a page is left on which something is not saved; `isDirty` is asked at that moment. */
export function UnsavedGuard({ isDirty }: { readonly isDirty: () => boolean }) {
  const { t } = useTranslation();
  const title = useId();
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && isDirty(),
    enableBeforeUnload: isDirty,
    withResolver: true,
  });
  return (
    <Dialog open={status === 'blocked'} onClose={reset} aria-labelledby={title}>
      <DialogTitle id={title} sx={{ typography: 'body1' }}>
        {t('states.unsaved')}
      </DialogTitle>
      <DialogActions>
        <Button onClick={proceed} color="error">
          {t('states.leave')}
        </Button>
        <Button onClick={reset} variant="contained" autoFocus>
          {t('states.stay')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
