import PauseIcon from '@mui/icons-material/Pause';
import PlayArrowIcon from '@mui/icons-material/PlayArrow';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ChoiceField } from '../../ui/choice-field.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';
import { PageSkeleton } from '../../ui/page-skeleton.js';
import { ProblemAlert } from '../../ui/problem-alert.js';
import { SearchField } from '../../ui/search-field.js';
import { EventDetails } from './event-details.js';
import { EventTable } from './event-table.js';
import { arrangedEvents, type EventFilter } from './logged-event.js';
import { useLiveEvents, usePastEvents } from './use-events.js';
import { VerifyLogs } from './verify-logs.js';

/** All logs, live, with where each event came from. */
export function EventsPage() {
  const { t } = useTranslation();
  const filter = useSearch({ from: '/signed-in/events' });
  const change = useChange();
  const [paused, setPaused] = useState(false);
  const past = usePastEvents();
  const live = useLiveEvents(paused);
  const all = useMemo(
    () => [...(past.data?.pages.flatMap(({ events }) => events) ?? []), ...live.events],
    [past.data, live.events],
  );
  const shown = useMemo(() => arrangedEvents(all, filter), [all, filter]);
  const search = useCallback((text: string) => change({ search: text || undefined }), [change]);
  return (
    <Page title={t('events.title')} subtitle={t('events.subtitle')} actions={<Actions />}>
      <Box role="search" sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5 }}>
        <SearchField label={t('events.search')} value={filter.search ?? ''} onChange={search} />
        <ChoiceField
          label={t('events.log')}
          all={t('events.allLogs')}
          value={filter.log}
          options={(['catalog', 'scheduling', 'marketplace'] as const).map((value) => ({
            value,
            label: t(`events.logs.${value}`),
          }))}
          onChange={(log) => change({ log })}
        />
        <Button startIcon={paused ? <PlayArrowIcon /> : <PauseIcon />} onClick={() => setPaused(!paused)}>
          {paused ? t('events.resume') : t('events.pause')}
          {paused && live.waiting > 0 ? ` (${t('events.waiting', { count: live.waiting })})` : ''}
        </Button>
      </Box>
      {past.error && <ProblemAlert error={past.error} onRetry={() => void past.refetch()} />}
      {past.isPending && <PageSkeleton />}
      {past.data && shown.length === 0 && (
        <NothingShown isEmpty={all.length === 0} onClear={() => change({ search: undefined, log: undefined })} />
      )}
      <EventTable events={shown} onOpen={({ id }) => change({ event: id })} />
      {past.hasNextPage && (
        <Button
          loading={past.isFetchingNextPage}
          onClick={() => void past.fetchNextPage()}
          sx={{ alignSelf: 'center' }}
        >
          {t('events.older')}
        </Button>
      )}
      <EventDetails
        event={all.find(({ id }) => id === filter.event)}
        all={all}
        onClose={() => change({ event: undefined })}
      />
    </Page>
  );
}

/** No event at all, or none that the filters let through. */
function NothingShown({ isEmpty, onClear }: { readonly isEmpty: boolean; readonly onClear: () => void }) {
  const { t } = useTranslation();
  if (isEmpty) return <EmptyState title={t('events.empty')} hint={t('events.emptyHint')} />;
  return (
    <EmptyState
      title={t('states.nothingFound')}
      hint={t('events.noMatchHint')}
      action={
        <Button variant="outlined" onClick={onClear}>
          {t('states.clearFilters')}
        </Button>
      }
    />
  );
}

function Actions() {
  const { t } = useTranslation();
  return (
    <>
      <Button component={Link} to="/audit">
        {t('history.audit')}
      </Button>
      <VerifyLogs />
    </>
  );
}

function useChange() {
  const navigate = useNavigate({ from: '/events' });
  return useCallback(
    (changes: EventFilter) =>
      void navigate({
        search: (before) => ({ ...before, ...changes }),
        replace: !('event' in changes),
        resetScroll: false,
      }),
    [navigate],
  );
}
