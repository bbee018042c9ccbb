import { Outlet, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { CardGrid } from '../../ui/card-grid.js';
import { EmptyState } from '../../ui/empty-state.js';
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
  const open = useOpen();
  return (
    <Page
      title={t('backends.title')}
      subtitle={data && t('backends.count', { count: shown.length })}
      actions={<AddBackendButton />}
    >
      <BackendFilters frameworks={frameworksIn(data ?? [])} />
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {isPending && <PageSkeleton />}
      {data && shown.length === 0 && <NothingHere filtered={Object.values(filter).some(Boolean)} />}
      <CardGrid
        label={t('backends.list')}
        items={shown}
        keyOf={({ name }) => name}
        cardHeight={216}
        minWidth={320}
        card={(backend) => {
          const entry = backend.source === 'community' ? marks.get(backend.name.toLowerCase()) : undefined;
          const menu = <BackendMenu backend={backend} entry={entry} />;
          return <BackendCard backend={backend} entry={entry} menu={menu} onOpen={() => open(backend.name)} />;
        }}
      />
      <Outlet />
    </Page>
  );
}

/** Opens what is known of a backend over the list, which stays as it is. */
function useOpen() {
  const navigate = useNavigate({ from: '/backends' });
  return useCallback(
    (name: string) =>
      void navigate({ to: '/backends/$name', params: { name }, search: (before) => before, resetScroll: false }),
    [navigate],
  );
}

function NothingHere({ filtered }: { readonly filtered: boolean }) {
  const { t } = useTranslation();
  return filtered ? (
    <EmptyState title={t('states.nothingFound')} hint={t('states.nothingFoundHint')} />
  ) : (
    <EmptyState title={t('backends.empty')} hint={t('backends.emptyHint')} />
  );
}
