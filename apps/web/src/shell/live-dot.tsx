import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { useLiveState } from '../api/live.js';

const colours = { live: 'success.main', connecting: 'text.disabled', lost: 'warning.main' } as const;

/** Whether changes arrive as they happen. */
export function LiveDot() {
  const { t } = useTranslation();
  const state = useLiveState();
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, mr: 1 }}>
      <Box sx={{ width: 9, height: 9, borderRadius: '50%', bgcolor: colours[state] }} />
      <Typography variant="caption" color="textSecondary">
        {state === 'lost' ? t('app.live.connecting') : t(`app.live.${state}`)}
      </Typography>
    </Box>
  );
}
