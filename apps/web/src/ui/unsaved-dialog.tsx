import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogTitle from '@mui/material/DialogTitle';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';

/** Asks whether to go without what is not saved. To stay is the way out that loses nothing. */
export function UnsavedDialog(props: {
  readonly open: boolean;
  readonly onLeave: (() => void) | undefined;
  readonly onStay: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  const title = useId();
  return (
    <Dialog open={props.open} onClose={props.onStay} aria-labelledby={title}>
      <DialogTitle id={title} sx={{ typography: 'body1' }}>
        {t('states.unsaved')}
      </DialogTitle>
      <DialogActions>
        <Button onClick={props.onLeave} color="error">
          {t('states.leave')}
        </Button>
        <Button onClick={props.onStay} variant="contained" autoFocus>
          {t('states.stay')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
