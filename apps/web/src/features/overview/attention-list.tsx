import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { Link as RouterLink } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { RelativeTime } from '../../ui/relative-time.js';
import type { Concern } from './attention.js';

function ConcernName({ kind, name, path }: Concern) {
  const { t } = useTranslation();
  const text = t(`overview.${kind}`, { name });
  const sx = { fontWeight: 600 };
  if (path === null)
    return (
      <Box component="span" sx={sx}>
        {text}
      </Box>
    );
  return (
    <Link component={RouterLink} to={path} color="inherit" sx={sx}>
      {text}
    </Link>
  );
}

interface AttentionListProps {
  readonly concerns: readonly Concern[];
  /** Whether all was asked for and answered: only then no concern means that all is well. */
  readonly isWhole: boolean;
}

/** What a person should look at, each with its reason in plain words. */
export function AttentionList({ concerns, isWhole }: AttentionListProps) {
  const { t } = useTranslation();
  if (!isWhole && concerns.length === 0) return null;
  return (
    <Box component="section" aria-labelledby="attention">
      <Typography id="attention" variant="h2" gutterBottom>
        {t('overview.attention')}
      </Typography>
      {concerns.length === 0 && <Alert severity="success">{t('overview.allWell')}</Alert>}
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, display: 'flex', flexDirection: 'column', gap: 1 }}>
        {concerns.map((concern) => (
          <li key={`${concern.kind} ${concern.name} ${concern.reason}`}>
            <Alert severity={concern.severity}>
              <ConcernName {...concern} />
              {concern.since && (
                <Typography component="span" variant="body2" sx={{ ml: 1 }}>
                  <RelativeTime at={concern.since} />
                </Typography>
              )}
              {concern.reason && <Typography variant="body2">{concern.reason}</Typography>}
            </Alert>
          </li>
        ))}
      </Box>
    </Box>
  );
}
