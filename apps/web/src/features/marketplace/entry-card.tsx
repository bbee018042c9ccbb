import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import CardActionArea from '@mui/material/CardActionArea';
import Chip from '@mui/material/Chip';
import Typography from '@mui/material/Typography';
import type { EntrySummary } from '@enginehouse/contracts';
import { Link as RouterLink } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { CardText } from '../../ui/card-text.js';
import { EntryIcon } from './entry-icon.js';
import { EntryMarks } from './entry-marks.js';
import { entryPath } from './entry-path.js';
import { plainText } from './plain-text.js';
import { UsedBy } from './used-by.js';

const fewVersions = 4;

/** One entry: what it is, where from, what it runs on, and how it stands here. */
export function EntryCard({ entry }: { readonly entry: EntrySummary }) {
  const { t } = useTranslation();
  return (
    <Card sx={{ height: '100%' }}>
      <CardActionArea
        component={RouterLink}
        to={entryPath(entry)}
        sx={{ height: '100%', p: 2, display: 'flex', flexDirection: 'column', alignItems: 'stretch', gap: 1 }}
      >
        <Box sx={{ display: 'flex', gap: 1.5, alignItems: 'center' }}>
          <EntryIcon entry={entry} />
          <Box sx={{ minWidth: 0 }}>
            <Typography variant="h3" component="h2" noWrap title={entry.name}>
              {entry.name}
            </Typography>
            <Typography variant="caption" color="textSecondary" component="p" noWrap>
              {[entry.source, entry.maintainer, entry.licence].filter(Boolean).join(' · ')}
            </Typography>
          </Box>
        </Box>
        <CardText text={entry.description ? plainText(entry.description) : t('market.noDescription')} />
        <Box sx={{ display: 'flex', gap: 0.5, flexWrap: 'wrap', height: 24, overflow: 'hidden' }}>
          {entry.frameworks.map((framework) => (
            <Chip key={framework} size="small" variant="outlined" label={framework} />
          ))}
          <Typography variant="caption" color="textSecondary" noWrap sx={{ alignSelf: 'center', ml: 0.5 }}>
            {versionsText(entry.versions)}
          </Typography>
        </Box>
        <Box sx={{ display: 'flex', gap: 0.5, height: 24, overflow: 'hidden', alignItems: 'center' }}>
          <EntryMarks entry={entry} />
          {entry.enabled && (
            <Typography variant="caption" color="textSecondary" noWrap sx={{ ml: 'auto' }}>
              <UsedBy deployments={entry.deployments} />
            </Typography>
          )}
        </Box>
      </CardActionArea>
    </Card>
  );
}

const versionsText = (versions: readonly string[]): string =>
  versions.slice(0, fewVersions).join(', ') + (versions.length > fewVersions ? ', …' : '');
