import Button from '@mui/material/Button';
import HubIcon from '@mui/icons-material/HubOutlined';
import { Link as RouterLink, useNavigate, useSearch } from '@tanstack/react-router';
import { frameworks } from 'virtual:enginehouse-routes';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { CardGrid } from '../../ui/card-grid.js';
import { EmptyState } from '../../ui/empty-state.js';
import { NothingFound } from '../../ui/nothing-found.js';
import { LoadMore } from '../../ui/load-more.js';
import { Page } from '../../ui/page.js';
import { PageSkeleton } from '../../ui/page-skeleton.js';
import { ProblemAlert } from '../../ui/problem-alert.js';
import { EntryCard } from './entry-card.js';
import { entryPath } from './entry-path.js';
import { frameworkOptions, sourceOptions } from './filter-options.js';
import { MarketFilters } from './market-filters.js';
import { SourceAlarms } from './source-alarms.js';
import { useEntries, useSources } from './use-market.js';

/** What the sources offer, as cards, live. */
export function MarketplacePage() {
  const { t } = useTranslation();
  const filter = useSearch({ from: '/signed-in/marketplace' });
  const { data, error, isPending, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useEntries(filter);
  const sources = useSources();
  const entries = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  const total = data?.pages[0]?.total;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  return (
    <Page
      title={t('market.title')}
      subtitle={total !== undefined && t('market.count', { count: total })}
      actions={<SourcesButton />}
    >
      <MarketFilters
        filter={filter}
        frameworks={frameworkOptions(frameworks, entries, filter.framework)}
        sources={sourceOptions(sources.data ?? [], filter.source)}
      />
      <SourceAlarms sources={sources.data ?? []} />
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {isPending && <PageSkeleton />}
      {total === 0 && <NothingHere filtered={Object.values(filter).some((value) => value !== undefined)} />}
      <CardGrid
        label={t('market.list')}
        items={entries}
        keyOf={entryPath}
        cardHeight={188}
        minWidth={300}
        card={(entry) => <EntryCard entry={entry} />}
      />
      {hasNextPage && <LoadMore label={t('market.loadingMore')} busy={isFetchingNextPage} onMore={more} />}
    </Page>
  );
}

function SourcesButton() {
  const { t } = useTranslation();
  return (
    <Button variant="outlined" startIcon={<HubIcon />} component={RouterLink} to="/marketplace/sources">
      {t('market.manageSources')}
    </Button>
  );
}

function NothingHere({ filtered }: { readonly filtered: boolean }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/marketplace' });
  return filtered ? (
    <NothingFound onClear={() => void navigate({ search: {}, replace: true })} />
  ) : (
    <EmptyState title={t('market.empty')} hint={t('market.emptyHint')} action={<SourcesButton />} />
  );
}
