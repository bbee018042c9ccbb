import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { ProblemAtHand } from '../../../ui/problem-at-hand.js';
import type { Saving } from './use-save.js';

/** Why, and save; always in sight, and so is why the server refused. */
export function SaveBar({ saving, onCancel }: { readonly saving: Saving; readonly onCancel: () => void }) {
  const { t } = useTranslation();
  return (
    <Paper
      variant="outlined"
      sx={{
        position: 'sticky',
        bottom: 8,
        zIndex: 2,
        p: 1.5,
        display: 'flex',
        gap: 1.5,
        flexWrap: 'wrap',
        alignItems: 'center',
        // Nothing of the form shows between the bar and the edge of the window.
        '&::after': {
          content: '""',
          position: 'absolute',
          top: '100%',
          left: -1,
          right: -1,
          height: 10,
          bgcolor: 'background.default',
        },
      }}
    >
      {saving.error && <ProblemAtHand error={saving.error} />}
      <TextField
        label={t('backendEdit.reason')}
        value={saving.reason}
        onChange={(event) => saving.setReason(event.target.value)}
        sx={{ flex: '1 1 240px' }}
        slotProps={{ htmlInput: { maxLength: 500 } }}
      />
      <Typography variant="body2" color="error" role="status" sx={{ '&:empty': { display: 'none' } }}>
        {saving.missing > 0 && t('backendEdit.notSaved', { count: saving.missing })}
      </Typography>
      <Button onClick={onCancel}>{t('actions.cancel')}</Button>
      <Button variant="contained" loading={saving.busy} onClick={saving.submit} aria-keyshortcuts="Control+S">
        {t('backendEdit.save')}
      </Button>
    </Paper>
  );
}
