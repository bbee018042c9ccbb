import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { EntryView } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../ui/empty-state.js';

/** What its publisher says has changed, newest first. */
export function EntryChangelog({ entry: { about } }: { readonly entry: EntryView }) {
  const { t } = useTranslation();
  if (about.changelog.length === 0) return <EmptyState title={t('market.noChangelog')} />;
  return (
    <Box component="ol" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 2.5, maxWidth: 860 }}>
      {about.changelog.map(({ version, date, text }) => (
        <li key={`${version} ${date ?? ''}`}>
          <Typography variant="h2">
            {version}{' '}
            {date && (
              <Typography component="span" variant="body2" color="textSecondary">
                {date}
              </Typography>
            )}
          </Typography>
          <Typography sx={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{text}</Typography>
        </li>
      ))}
    </Box>
  );
}
