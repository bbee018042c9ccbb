import { Outlet, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { CardGrid } from '../../ui/card-grid.js';
import { EmptyState } from '../../ui/empty-state.js';
import { NothingFound } from '../../ui/nothing-found.js';
import { Page } from '../../ui/page.js';
import { PageSkeleton } from '../../ui/page-skeleton.js';
import { ProblemAlert } from '../../ui/problem-alert.js';
import { BackendCard } from './backend-card.js';
import { BackendMenu } from './backend-menu.js';
import { BackendFilters } from './backend-filters.js';
import { AddBackendButton } from './edit/add-backend-button.js';
import { arranged, frameworksIn } from './backend-order.js';
import { useBackends } from './use-backends.js';
import { useMarketMarks } from './use-market-marks.js';

/** All backends as cards, live. */
export function BackendsPage() {
  const { t } = useTranslation();
  const filter = useSearch({ from: '/signed-in/backends' });
  const { data, error, isPending, refetch } = useBackends(filter.search);
  const shown = useMemo(() => arranged(data ?? [], filter), [data, filter]);
  const marks = useMarketMarks(data ?? []);
  return (
    <Page
      title={t('backends.title')}
      subtitle={data && t('backends.count', { count: shown.length })}
      actions={<AddBackendButton />}
    >
      <BackendFilters frameworks={frameworksIn(data ?? [])} />
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {isPending && <PageSkeleton />}
      {data && shown.length === 0 && (
        <NothingHere filtered={Boolean(filter.search ?? filter.source ?? filter.framework)} />
      )}
      <CardGrid
        label={t('backends.list')}
        items={shown}
        keyOf={({ name }) => name}
        cardHeight={216}
        minWidth={320}
        card={(backend) => {
          const entry = backend.source === 'community' ? marks.get(backend.name.toLowerCase()) : undefined;
          const menu = <BackendMenu backend={backend} entry={entry} />;
          return <BackendCard backend={backend} entry={entry} menu={menu} />;
        }}
      />
      <Outlet />
    </Page>
  );
}

function NothingHere({ filtered }: { readonly filtered: boolean }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/backends' });
  return filtered ? (
    <NothingFound onClear={() => void navigate({ search: ({ sort }) => ({ sort }), replace: true })} />
  ) : (
    <EmptyState title={t('backends.empty')} hint={t('backends.emptyHint')} />
  );
}
