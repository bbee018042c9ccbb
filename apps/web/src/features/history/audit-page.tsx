import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { backendEvents, type AuditEntry, type BackendEventType } from '@enginehouse/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../api/client.js';
import { ChoiceField } from '../../ui/choice-field.js';
import { DataTable } from '../../ui/data-table.js';
import { NothingFound } from '../../ui/nothing-found.js';
import { Page } from '../../ui/page.js';
import { PageSkeleton } from '../../ui/page-skeleton.js';
import { ProblemAlert } from '../../ui/problem-alert.js';
import { RelativeTime } from '../../ui/relative-time.js';
import { TextLink } from '../../ui/router-links.js';
import { SearchField } from '../../ui/search-field.js';
import { TimeField } from '../../ui/time-field.js';
import type { AuditFilter } from './routes.js';

const types = Object.keys(backendEvents) as BackendEventType[];

/** Every change of the catalog, newest first, page by page; the address says which. */
export function AuditPage() {
  const { t } = useTranslation();
  const filter = useSearch({ from: '/signed-in/audit' });
  const change = useChange();
  const navigate = useNavigate({ from: '/audit' });
  const { data, error, isPending, refetch } = useAudit(filter);
  return (
    <Page title={t('history.auditTitle')} subtitle={<Above />}>
      <Filters filter={filter} change={change} />
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {isPending && <PageSkeleton />}
      {data?.items.length === 0 && (
        <NothingFound title={t('history.auditEmpty')} onClear={() => void navigate({ search: {}, replace: true })} />
      )}
      {data && data.items.length > 0 && <AuditTable entries={data.items} />}
      <Box sx={{ display: 'flex', gap: 1, justifyContent: 'center' }}>
        {filter.before !== undefined && (
          <Button onClick={() => change({ before: undefined }, false)}>{t('history.newestPage')}</Button>
        )}
        {data?.nextBefore !== undefined && (
          <Button onClick={() => change({ before: data.nextBefore }, false)}>{t('history.olderPage')}</Button>
        )}
      </Box>
    </Page>
  );
}

function Above() {
  const { t } = useTranslation();
  return (
    <>
      <TextLink to="/events">{t('events.title')}</TextLink> · {t('history.auditSubtitle')}
    </>
  );
}

const useAudit = (filter: AuditFilter) =>
  useQuery({
    queryKey: ['history', 'audit', filter],
    queryFn: ({ signal }) => {
      const type = types.find((each) => each === filter.type);
      return valueOf(api.history.audit({ query: { ...filter, type, limit: 100 }, signal }));
    },
    placeholderData: keepPreviousData,
  });

type Change = (changes: AuditFilter, replace?: boolean) => void;

/** A filter begins at the newest page again. */
function useChange(): Change {
  const navigate = useNavigate({ from: '/audit' });
  return useCallback(
    (changes, replace = true) =>
      void navigate({ search: (shown) => ({ ...shown, before: undefined, ...changes }), replace }),
    [navigate],
  );
}

function Filters({ filter, change }: { readonly filter: AuditFilter; readonly change: Change }) {
  const { t } = useTranslation();
  const actor = useCallback((text: string) => change({ actor: text || undefined }), [change]);
  const backend = useCallback((text: string) => change({ backend: text || undefined }), [change]);
  return (
    <Box role="search" sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5 }}>
      <SearchField label={t('history.actor')} value={filter.actor ?? ''} onChange={actor} />
      <SearchField label={t('history.backend')} value={filter.backend ?? ''} onChange={backend} />
      <ChoiceField
        label={t('history.type')}
        all={t('history.any')}
        value={types.find((each) => each === filter.type)}
        options={types.map((value) => ({ value, label: value }))}
        onChange={(type) => change({ type })}
      />
      <TimeField label={t('history.fromTime')} value={filter.since} onChange={(since) => change({ since })} />
      <TimeField label={t('history.until')} value={filter.until} onChange={(until) => change({ until })} />
    </Box>
  );
}

function AuditTable({ entries }: { readonly entries: readonly AuditEntry[] }) {
  const { t } = useTranslation();
  const columns = [
    {
      key: 'when',
      heading: t('history.when'),
      cell: ({ at }: AuditEntry) => <RelativeTime at={at} />,
    },
    {
      key: 'actor',
      heading: t('history.actor'),
      cell: ({ actor }: AuditEntry) => actor,
    },
    {
      key: 'backend',
      heading: t('history.backend'),
      cell: ({ backend, position }: AuditEntry) => (
        <TextLink to="/backends/$name/history" params={{ name: backend }} search={{ to: position }}>
          {backend}
        </TextLink>
      ),
    },
    {
      key: 'what',
      heading: t('history.what'),
      cell: ({ text, type }: AuditEntry) => (
        <>
          {text}
          <Typography variant="caption" color="textSecondary" component="div">
            {type}
          </Typography>
        </>
      ),
    },
    {
      key: 'why',
      heading: t('history.why'),
      cell: ({ reason }: AuditEntry) => reason ?? '–',
    },
  ];
  return (
    <DataTable
      label={t('history.auditTitle')}
      columns={columns}
      rows={entries}
      keyOf={({ position }) => String(position)}
    />
  );
}
