import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import type { BackendSummary, EntrySummary } from '@enginehouse/contracts';
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EntryMarks } from '../marketplace/entry-marks.js';
import { plainText } from '../marketplace/plain-text.js';
import { CardText } from '../../ui/card-text.js';
import { RelativeTime } from '../../ui/relative-time.js';
import { CardLink } from '../../ui/router-links.js';
import { SourceTag } from '../../ui/source-tag.js';
import { StateChip } from '../../ui/state-chip.js';
import { BackendIcon } from './backend-icon.js';
import { chipsHeight, FrameworkChips } from './framework-chips.js';

const padding = 16;
const gap = 8;
/** Of the line that tells the use. */
const footHeight = 20;

/** Over the room that the card leaves for them: what is reached by itself cannot be within the button that the card is. */
const chipsPlace = {
  position: 'absolute',
  left: padding,
  bottom: padding + footHeight + gap,
  maxWidth: `calc(100% - ${2 * padding}px)`,
} as const;

interface BackendCardProps {
  readonly backend: BackendSummary;
  /** What it was made of, where it comes from the marketplace. */
  readonly entry?: EntrySummary | undefined;
  readonly menu?: ReactNode;
}

/** One backend: what it is, what it runs on, and who uses it. It opens over the list, which stays as it is. */
export function BackendCard({ backend, entry, menu }: BackendCardProps) {
  const { t } = useTranslation();
  return (
    <Card sx={{ height: '100%', position: 'relative' }}>
      <CardLink
        from="/backends"
        to="/backends/$name"
        params={{ name: backend.name }}
        search={(before) => before}
        resetScroll={false}
        onKeyDown={openBySpace}
        sx={{
          height: '100%',
          p: `${padding}px`,
          display: 'flex',
          flexDirection: 'column',
          alignItems: 'stretch',
          gap: `${gap}px`,
        }}
      >
        <Head backend={backend} entry={entry} />
        <CardText text={descriptionOf(backend) ?? t('backends.noDescription')} />
        <RoomForChips backend={backend} />
        <Foot backend={backend} />
      </CardLink>
      <FrameworkChips backend={backend} sx={chipsPlace} />
      <Box sx={{ position: 'absolute', top: 8, right: 8 }}>{menu}</Box>
    </Card>
  );
}

/** As the button it looks like does. */
function openBySpace(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== ' ') return;
  event.preventDefault();
  event.currentTarget.click();
}

/** Descriptions from the marketplace are Markdown. */
const descriptionOf = ({ source, description }: BackendSummary): string | undefined =>
  source === 'community' && description !== undefined ? plainText(description) : description;

function Head({ backend, entry }: Pick<BackendCardProps, 'backend' | 'entry'>) {
  return (
    <Box sx={{ display: 'flex', gap: 1.5, alignItems: 'center', pr: 4 }}>
      <BackendIcon backend={backend} />
      <Box sx={{ minWidth: 0 }}>
        <Typography variant="h3" component="h2" noWrap title={backend.name}>
          {backend.name}
        </Typography>
        <Box sx={{ display: 'flex', gap: 0.5, flexWrap: 'wrap', height: 24, overflow: 'hidden' }}>
          <SourceTag source={backend.source} />
          {entry && <EntryMarks entry={{ ...entry, enabled: false, clash: null }} />}
        </Box>
      </Box>
    </Box>
  );
}

/** The same in every card; where no version is on offer any more, it says so. */
function RoomForChips({ backend }: Pick<BackendCardProps, 'backend'>) {
  const { t } = useTranslation();
  const offersNothing = backend.frameworks.length === 0 && backend.versions.length > 0;
  return (
    <Box sx={{ height: chipsHeight, flexShrink: 0, display: 'flex', alignItems: 'end' }}>
      {offersNothing && <StateChip mood="warning" label={t('backends.allDeprecated')} />}
    </Box>
  );
}

function Foot({ backend }: Pick<BackendCardProps, 'backend'>) {
  const { t } = useTranslation();
  const foot = { display: 'flex', justifyContent: 'space-between', gap: 1, height: footHeight, flexShrink: 0 } as const;
  return (
    <Box sx={{ ...foot, color: 'text.secondary' }}>
      <Typography variant="caption" noWrap sx={{ flexShrink: 0 }}>
        <Use deployments={backend.deployments} />
      </Typography>
      <Typography variant="caption" noWrap>
        {t('backends.changed')} <RelativeTime at={backend.updatedAt} />
      </Typography>
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
