import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import type { EntryUpdate, WithdrawnVersion } from '@enginehouse/contracts';
import { Link as RouterLink } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { StateChip } from '../../../ui/state-chip.js';

/** Versions that come, and those that upstream has no more, with the deployments that keep them. */
export function VersionChanges({ update }: { readonly update: EntryUpdate }) {
  const { t } = useTranslation();
  const { addedVersions, withdrawnVersions } = update;
  if (addedVersions.length === 0 && withdrawnVersions.length === 0) return null;
  return (
    <Box component="section">
      <Typography variant="h2" sx={{ mb: 1 }}>
        {t('market.versionsChange')}
      </Typography>
      {addedVersions.length > 0 && (
        <Typography>
          {t('market.addedText', { count: addedVersions.length, names: addedVersions.join(', ') })}
        </Typography>
      )}
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {withdrawnVersions.map((version) => (
          <Withdrawn key={version.version} withdrawn={version} />
        ))}
      </Box>
    </Box>
  );
}

function Withdrawn({ withdrawn }: { readonly withdrawn: WithdrawnVersion }) {
  const { t } = useTranslation();
  const { version, outcome, reason, usedBy } = withdrawn;
  return (
    <Box component="li" sx={{ mt: 1 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}>
        <strong>{version}</strong>
        <span>{t('market.withdrawnUpstream')}</span>
        <StateChip mood={outcome === 'kept' ? 'warning' : 'idle'} label={t(`market.outcome.${outcome}`)} />
      </Box>
      <Typography variant="body2" color="textSecondary">
        {reason}
      </Typography>
      {usedBy.length > 0 && (
        <Typography variant="body2">
          {t('market.keptBy')}:{' '}
          {usedBy.map((name, index) => (
            <span key={name}>
              {index > 0 && ', '}
              <Link component={RouterLink} to={`/deployments/${name}`}>
                {name}
              </Link>
            </span>
          ))}
        </Typography>
      )}
    </Box>
  );
}
