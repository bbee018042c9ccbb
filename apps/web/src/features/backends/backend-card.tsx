import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import CardActionArea from '@mui/material/CardActionArea';
import Chip from '@mui/material/Chip';
import Tooltip from '@mui/material/Tooltip';
import Typography from '@mui/material/Typography';
import type { BackendSummary, EntrySummary } from '@enginehouse/contracts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EntryMarks } from '../marketplace/entry-marks.js';
import { plainText } from '../marketplace/plain-text.js';
import { CardText } from '../../ui/card-text.js';
import { RelativeTime } from '../../ui/relative-time.js';
import { SourceTag } from '../../ui/source-tag.js';
import { BackendIcon } from './backend-icon.js';

/** One backend: what it is, what it runs on, and who uses it. */
export function BackendCard(props: {
  readonly backend: BackendSummary;
  /** What it was made of, where it comes from the marketplace. */
  readonly entry?: EntrySummary | undefined;
  readonly menu?: ReactNode;
  readonly onOpen: () => void;
}) {
  const { backend } = props;
  const { t } = useTranslation();
  return (
    <Card sx={{ height: '100%', position: 'relative' }}>
      <CardActionArea
        onClick={props.onOpen}
        sx={{ height: '100%', p: 2, display: 'flex', flexDirection: 'column', alignItems: 'stretch', gap: 1 }}
      >
        <Box sx={{ display: 'flex', gap: 1.5, alignItems: 'center', pr: 4 }}>
          <BackendIcon backend={backend} />
          <Box sx={{ minWidth: 0 }}>
            <Typography variant="h3" component="h2" noWrap title={backend.name}>
              {backend.name}
            </Typography>
            <Box sx={{ display: 'flex', gap: 0.5, flexWrap: 'wrap', height: 24, overflow: 'hidden' }}>
              <SourceTag source={backend.source} />
              {props.entry && <EntryMarks entry={{ ...props.entry, enabled: false, clash: null }} />}
            </Box>
          </Box>
        </Box>
        <CardText text={descriptionOf(backend) ?? t('backends.noDescription')} />
        <Frameworks backend={backend} />
        <Box sx={{ display: 'flex', justifyContent: 'space-between', gap: 1, color: 'text.secondary' }}>
          <Typography variant="caption" noWrap sx={{ flexShrink: 0 }}>
            <Use deployments={backend.deployments} />
          </Typography>
          <Typography variant="caption" noWrap>
            {t('backends.changed')} <RelativeTime at={backend.updatedAt} />
          </Typography>
        </Box>
      </CardActionArea>
      <Box sx={{ position: 'absolute', top: 8, right: 8 }}>{props.menu}</Box>
    </Card>
  );
}

/** Descriptions from the marketplace are Markdown. */
const descriptionOf = ({ source, description }: BackendSummary): string | undefined =>
  source === 'community' && description !== undefined ? plainText(description) : description;

function Frameworks({ backend }: { readonly backend: BackendSummary }) {
  const { t } = useTranslation();
  const versions = backend.versions.slice(0, 12).join(', ') + (backend.versions.length > 12 ? ', …' : '');
  return (
    <Box sx={{ display: 'flex', gap: 0.5, height: 24 }}>
      <Box sx={{ display: 'flex', gap: 0.5, flexWrap: 'wrap', overflow: 'hidden' }}>
        {backend.frameworks.map((framework) => (
          <Chip key={framework} size="small" variant="outlined" label={framework} />
        ))}
      </Box>
      {versions && (
        <Tooltip title={versions}>
          <Chip size="small" sx={{ flexShrink: 0 }} label={t('units.versions', { count: backend.versions.length })} />
        </Tooltip>
      )}
    </Box>
  );
}

function Use({ deployments }: Pick<BackendSummary, 'deployments'>) {
  const { t } = useTranslation();
  return (
    <span>
      {typeof deployments === 'number' ? t('backends.usedBy', { count: deployments }) : t('backends.usageUnknown')}
    </span>
  );
}
