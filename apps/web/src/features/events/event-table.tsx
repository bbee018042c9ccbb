import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Code } from '../../ui/code-text.js';
import { RelativeTime } from '../../ui/relative-time.js';
import { wordsOf } from './event-words.js';
import type { LoggedEvent } from './logged-event.js';

const rowHeight = 52;
const columns = { xs: '84px 1fr', md: '130px 130px minmax(0, 2fr) minmax(0, 1fr) minmax(0, 160px)' };

/** Events, newest first; only the rows on the screen are drawn. */
export function EventTable(props: {
  readonly events: readonly LoggedEvent[];
  readonly onOpen: (event: LoggedEvent) => void;
}) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const isEmpty = props.events.length === 0;
  useLayoutEffect(() => setTop((list.current?.getBoundingClientRect().top ?? 0) + window.scrollY), [isEmpty]);
  const virtual = useWindowVirtualizer({
    count: props.events.length,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: top,
  });
  return (
    <>
      {!isEmpty && <Heads />}
      <Box
        ref={list}
        role="list"
        aria-label={t('events.title')}
        sx={{ position: 'relative', height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map((row) => {
          const event = props.events[row.index];
          return (
            event && (
              <Box
                key={event.id}
                role="listitem"
                aria-setsize={props.events.length}
                aria-posinset={row.index + 1}
                sx={{ position: 'absolute', left: 0, right: 0, height: rowHeight }}
                style={{ transform: `translateY(${row.start - top}px)` }}
              >
                <EventRow event={event} onOpen={() => props.onOpen(event)} />
              </Box>
            )
          );
        })}
      </Box>
    </>
  );
}

/** What stands below each other. */
function Heads() {
  const { t } = useTranslation();
  const wide = { xs: 'none', md: 'block' };
  const heads = [
    ['position', undefined],
    ['at', wide],
    ['what', undefined],
    ['subject', wide],
    ['actor', wide],
  ] as const;
  return (
    <Box
      sx={{
        display: 'grid',
        gridTemplateColumns: columns,
        gap: 1.5,
        px: 1,
        pb: 0.5,
        borderBottom: 1,
        borderColor: 'divider',
      }}
    >
      {heads.map(([column, display]) => (
        <Typography key={column} variant="caption" color="textSecondary" noWrap sx={{ display }}>
          {t(`events.columns.${column}`)}
        </Typography>
      ))}
    </Box>
  );
}

function EventRow({ event, onOpen }: { readonly event: LoggedEvent; readonly onOpen: () => void }) {
  const { t } = useTranslation();
  return (
    <Box
      component="button"
      type="button"
      onClick={onOpen}
      sx={{
        all: 'unset',
        boxSizing: 'border-box',
        cursor: 'pointer',
        width: '100%',
        height: '100%',
        display: 'grid',
        gridTemplateColumns: columns,
        alignItems: 'center',
        gap: 1.5,
        px: 1,
        borderBottom: 1,
        borderColor: 'divider',
        '&:hover': { bgcolor: 'action.hover' },
        '&:focus-visible': { outline: '2px solid', outlineColor: 'primary.main', outlineOffset: -2 },
      }}
    >
      <Typography variant="body2" color="textSecondary" noWrap>
        {t(`events.logs.${event.log}`)}{' '}
        <Box component="span" sx={{ display: { xs: 'block', md: 'inline' } }}>
          {event.position}
        </Box>
      </Typography>
      <Typography variant="body2" color="textSecondary" noWrap sx={{ display: { xs: 'none', md: 'block' } }}>
        <RelativeTime at={event.recordedAt} />
      </Typography>
      <Box sx={{ minWidth: 0 }}>
        <Typography variant="body2" noWrap title={wordsOf(event)}>
          {wordsOf(event)}
        </Typography>
        <Typography variant="caption" color="textSecondary" component="div" noWrap sx={{ display: { md: 'none' } }}>
          <RelativeTime at={event.recordedAt} /> · {event.streamId}
        </Typography>
      </Box>
      <Typography variant="body2" noWrap sx={{ display: { xs: 'none', md: 'block' } }}>
        <Code>{event.streamId}</Code>
      </Typography>
      <Typography variant="body2" color="textSecondary" noWrap sx={{ display: { xs: 'none', md: 'block' } }}>
        {event.meta.actor}
      </Typography>
    </Box>
  );
}
