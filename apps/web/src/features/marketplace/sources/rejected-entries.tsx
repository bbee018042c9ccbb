import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import type { RejectedEntry, SyncReport } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { Code } from '../../../ui/code-text.js';

/** The entries that were rejected: where each stands, why, and what stays as it was because of it. */
export function RejectedEntries({ report: { rejected, counts } }: { readonly report: SyncReport }) {
  const { t } = useTranslation();
  if (rejected.length === 0) return null;
  const count = counts?.rejected ?? rejected.length;
  return (
    <section>
      <Typography variant="h3">
        {t('market.sources.rejected')} ({count})
      </Typography>
      <Typography variant="body2" color="textSecondary" gutterBottom>
        {t('market.sources.rejectedHelp')}
      </Typography>
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 1 }}>
        {rejected.map((entry) => (
          <Rejected key={`${entry.file ?? ''} ${entry.position}`} entry={entry} />
        ))}
      </Box>
      {rejected.length < count && (
        <Typography variant="caption" color="textSecondary">
          {t('market.sources.cut', { shown: rejected.length, count })}
        </Typography>
      )}
    </section>
  );
}

function Rejected({ entry }: { readonly entry: RejectedEntry }) {
  const { t } = useTranslation();
  const place = [
    t('market.sources.position', { position: entry.position }),
    ...(entry.file === undefined ? [] : [entry.file]),
    ...(entry.line === undefined ? [] : [t('market.sources.line', { line: entry.line })]),
  ];
  return (
    <Card component="li" sx={{ p: 1.5 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'baseline' }}>
        <strong>{entry.name ?? t('market.sources.unnamed')}</strong>
        <Typography variant="body2" color="textSecondary">
          {place.join(' · ')}
        </Typography>
      </Box>
      <Box component="ul" sx={{ m: 0, mt: 0.5, pl: 2.5 }}>
        {entry.errors.map((error) => (
          <Typography component="li" variant="body2" key={`${error.path.join('/')} ${error.code} ${error.detail}`}>
            {error.line !== undefined && `${t('market.sources.line', { line: error.line })}: `}
            {error.path.length > 0 && <Code>{error.path.join('/')}</Code>} {error.detail} {error.hint}
          </Typography>
        ))}
      </Box>
      {entry.kept && (
        <Typography variant="body2">{t('market.sources.keptAsBefore', { names: entry.kept.join(', ') })}</Typography>
      )}
    </Card>
  );
}
