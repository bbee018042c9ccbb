import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import Typography from '@mui/material/Typography';
import { describeEvent } from '@enginehouse/backend-spec';
import type { HistoryEntry } from '@enginehouse/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RelativeTime } from '../../ui/relative-time.js';
import { useChangeShown } from './use-change-shown.js';

const pageSize = 100;

/** Every change of a backend, newest first, with what can be done with each. */
export function Timeline(props: {
  readonly history: readonly HistoryEntry[];
  readonly onRollBack: ((revision: number) => void) | undefined;
}) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(pageSize);
  const newestFirst = props.history.toReversed();
  return (
    <Box component="section" aria-label={t('history.timeline')} sx={{ minWidth: 0 }}>
      <Box
        component="ol"
        reversed
        aria-label={t('history.timeline')}
        sx={{ listStyle: 'none', m: 0, p: 0, borderLeft: 2, borderColor: 'divider' }}
      >
        {newestFirst.slice(0, shown).map((entry, index) => (
          <li key={entry.revision}>
            <TimelineEntry
              entry={entry}
              isCurrent={index === 0}
              onRollBack={index === 0 && entry.type !== 'BackendDeleted' ? undefined : props.onRollBack}
            />
          </li>
        ))}
      </Box>
      {newestFirst.length > shown && <Button onClick={() => setShown(shown + pageSize)}>{t('history.older')}</Button>}
    </Box>
  );
}

function TimelineEntry(props: {
  readonly entry: HistoryEntry;
  readonly isCurrent: boolean;
  readonly onRollBack: ((revision: number) => void) | undefined;
}) {
  const { entry, isCurrent, onRollBack } = props;
  const { t } = useTranslation();
  const change = useChangeShown();
  const { revision } = entry;
  const isDeletion = entry.type === 'BackendDeleted';
  return (
    <Box sx={{ pl: 2, pb: 2.5, position: 'relative' }}>
      <Dot isCurrent={isCurrent} />
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
        <Typography variant="body2" color="textSecondary">
          {t('history.revision', { revision })} · <RelativeTime at={entry.at} />
        </Typography>
        {isCurrent && <Chip size="small" color="primary" label={t('history.current')} sx={{ height: 20 }} />}
      </Box>
      <Typography sx={{ overflowWrap: 'anywhere' }}>{describeEvent(entry)}</Typography>
      <Typography variant="body2" color="textSecondary" sx={{ overflowWrap: 'anywhere' }}>
        {t('history.by', { actor: entry.actor })}
        {entry.reason ? ` · ${entry.reason}` : ''}
      </Typography>
      <Box sx={{ display: 'flex', gap: 0.5, ml: -0.75, flexWrap: 'wrap' }}>
        <Button
          size="small"
          aria-label={t('history.compareNamed', { revision })}
          onClick={() => change({ view: 'changes', from: undefined, to: revision })}
        >
          {t('history.compare')}
        </Button>
        {!isDeletion && (
          <Button
            size="small"
            aria-label={t('history.showNamed', { revision })}
            onClick={() => change({ view: 'state', revision, at: undefined })}
          >
            {t('history.show')}
          </Button>
        )}
        {onRollBack && !isDeletion && (
          <Button
            size="small"
            aria-label={t('history.rollBackNamed', { revision })}
            onClick={() => onRollBack(revision)}
          >
            {t('history.rollBack')}
          </Button>
        )}
      </Box>
    </Box>
  );
}

const Dot = ({ isCurrent }: { readonly isCurrent: boolean }) => (
  <Box
    aria-hidden
    sx={{
      position: 'absolute',
      left: -6,
      top: 5,
      width: 10,
      height: 10,
      borderRadius: '50%',
      bgcolor: isCurrent ? 'primary.main' : 'text.disabled',
    }}
  />
);
