import Box from '@mui/material/Box';
import LinearProgress from '@mui/material/LinearProgress';
import Typography from '@mui/material/Typography';
import type { SyncRun } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { RelativeTime } from '../../../ui/relative-time.js';
import { percentOf, progressText } from './source-state.js';

/** How far a sync is: its step, and how much of it. */
export function SyncProgress({ run }: { readonly run: SyncRun }) {
  const { t, i18n } = useTranslation();
  const step = t(`market.sources.phases.${run.phase}`);
  const amount = progressText(run, i18n.language);
  return (
    <Box role="status">
      <Box sx={{ display: 'flex', justifyContent: 'space-between', gap: 1 }}>
        <Typography variant="body2">
          {step}
          {run.attempt > 1 && ` · ${t('market.sources.attempt', { attempt: run.attempt })}`}
          {run.nextAttemptAt && (
            <>
              {' '}
              · {t('market.sources.retryAt')} <RelativeTime at={run.nextAttemptAt} />
            </>
          )}
        </Typography>
        <Typography variant="body2" color="textSecondary">
          {amount}
        </Typography>
      </Box>
      <LinearProgress
        variant={run.phase === 'waiting' ? 'indeterminate' : 'determinate'}
        value={percentOf(run)}
        aria-label={step}
        sx={{ height: 6, borderRadius: 3, mt: 0.5 }}
      />
    </Box>
  );
}
