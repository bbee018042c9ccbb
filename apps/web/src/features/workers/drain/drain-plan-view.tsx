import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { DrainPlan } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { StateChip } from '../../../ui/state-chip.js';

const moods = { moves: 'good', stays: 'warning', stops: 'bad', ends: 'idle' } as const;

/** Every instance of a worker that is to be drained: where it would go, or why it would have to stay. */
export function DrainPlanView({ plan }: { readonly plan: DrainPlan }) {
  const { t } = useTranslation();
  return (
    <Box component="section" aria-label={t('workers.drain.plan')} sx={{ display: 'grid', gap: 1.5 }}>
      {plan.steps.length === 0 && <Typography>{t('workers.drain.empty')}</Typography>}
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 1 }}>
        {plan.steps.map(({ instance, outcome, to, reason }) => (
          <Box component="li" key={instance}>
            <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
              <Typography sx={{ overflowWrap: 'anywhere', fontWeight: 600 }}>{instance}</Typography>
              <StateChip mood={moods[outcome]} label={t(`workers.drain.outcomes.${outcome}`)} />
              {to && <Typography variant="body2">{t('workers.drain.to', { worker: to })}</Typography>}
            </Box>
            <Typography variant="body2" color="textSecondary" sx={{ overflowWrap: 'anywhere' }}>
              {reason}
            </Typography>
          </Box>
        ))}
      </Box>
      {plan.interrupted.length > 0 && (
        <Alert severity="warning">{t('workers.drain.interrupted', { names: plan.interrupted.join(', ') })}</Alert>
      )}
    </Box>
  );
}
