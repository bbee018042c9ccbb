import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import type { ChangeImpact, EntryUpdate } from '@enginehouse/contracts';
import { Link as RouterLink } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { StateChip } from '../../../ui/state-chip.js';
import { touchedBy } from './merge-view.js';

/** The deployments that an update touches: which revision they run, and whether they would still find a place. */
export function UpdateImpact({ update }: { readonly update: EntryUpdate }) {
  const { t } = useTranslation();
  const { touched, others } = touchedBy(update);
  const { impactUnknown, moreImpact = 0 } = update;
  return (
    <Box component="section">
      <Typography variant="h2">{t('market.impact')}</Typography>
      <Typography variant="body2" color="textSecondary" sx={{ mb: 1 }}>
        {update.impact.length === 0 && impactUnknown === undefined ? t('market.impactNone') : t('market.impactHelp')}
      </Typography>
      {impactUnknown !== undefined && (
        <Alert severity="warning">
          {t('market.impactUnknown')}: {impactUnknown}
        </Alert>
      )}
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 1.5 }}>
        {touched.map((impact) => (
          <Touched key={impact.deployment} impact={impact} />
        ))}
      </Box>
      {others > 0 && <Typography variant="body2">{t('market.impactOthers', { count: others })}</Typography>}
      {moreImpact > 0 && <Typography variant="body2">{t('market.impactMore', { count: moreImpact })}</Typography>}
    </Box>
  );
}

function Touched({ impact }: { readonly impact: ChangeImpact }) {
  const { t } = useTranslation();
  const { deployment, version, affected, placeable, reason, stopped } = impact;
  const revisions = { running: impact.runningRevision, current: impact.currentRevision };
  const mood = !placeable ? 'bad' : affected ? 'good' : 'idle';
  const label = !placeable ? 'market.notPlaceable' : affected ? 'market.placeable' : 'market.untouched';
  return (
    <li>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}>
        <Link component={RouterLink} to={`/deployments/${deployment}`} sx={{ fontWeight: 600 }}>
          {deployment}
        </Link>
        {version !== null && <span>{version}</span>}
        <StateChip mood={mood} label={t(label)} />
        <Typography variant="body2" color="textSecondary">
          {t(stopped ? 'market.isStopped' : 'market.runs', revisions)}
        </Typography>
      </Box>
      <Typography variant="body2" color="textSecondary">
        {reason}
      </Typography>
    </li>
  );
}
