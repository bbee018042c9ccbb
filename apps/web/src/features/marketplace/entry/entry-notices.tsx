import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import type { EntryView } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { EntryMarks } from '../entry-marks.js';
import { UsedBy } from '../used-by.js';
import { GoneNotice } from './gone-notice.js';

/** How the entry stands here: its marks, and in full what stands in the way. */
export function EntryNotices({ entry }: { readonly entry: EntryView }) {
  const { t } = useTranslation();
  return (
    <>
      {hasMarks(entry) && (
        <Box role="status" sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}>
          <EntryMarks entry={entry} />
          {entry.enabled && <UsedBy deployments={entry.deployments} />}
        </Box>
      )}
      {entry.gone && <GoneNotice gone={entry.gone} source={entry.source} name={entry.name} />}
      {entry.rejected !== null && (
        <Alert severity="warning">
          <AlertTitle>{t('market.rejectedTitle')}</AlertTitle>
          {entry.rejected}
        </Alert>
      )}
      {entry.deprecated !== null && (
        <Alert severity="warning">
          <AlertTitle>{t('market.deprecatedTitle')}</AlertTitle>
          {entry.deprecated}
        </Alert>
      )}
      {entry.clash !== null && (
        <Alert severity="info">
          <AlertTitle>{t('market.clashTitle')}</AlertTitle>
          {entry.clash}
        </Alert>
      )}
    </>
  );
}

const hasMarks = ({ enabled, withdrawn, rejected, deprecated, clash }: EntryView): boolean =>
  enabled || withdrawn || rejected !== null || deprecated !== null || clash !== null;
