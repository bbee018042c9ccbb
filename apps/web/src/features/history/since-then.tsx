import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { describeEvent } from '@enginehouse/backend-spec';
import { useTranslation } from 'react-i18next';
import { RelativeTime } from '../../ui/relative-time.js';
import { useHistory } from './use-history.js';

/** What others did to a backend after a revision: shown where a change was refused because of it. */
export function SinceThen({ name, after }: { readonly name: string; readonly after: number }) {
  const { t } = useTranslation();
  const { data = [] } = useHistory(name, after);
  return (
    <Alert severity="warning">
      <Typography variant="body2">{t('history.since')}</Typography>
      <Box component="ul" sx={{ my: 1, pl: 2.5 }}>
        {data.map((entry) => (
          <li key={entry.revision}>
            {entry.actor}: {describeEvent(entry)} (<RelativeTime at={entry.at} />)
          </li>
        ))}
      </Box>
      <Typography variant="body2">{t('history.sinceGoOn')}</Typography>
    </Alert>
  );
}
