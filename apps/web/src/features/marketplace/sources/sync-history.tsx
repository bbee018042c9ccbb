import Button from '@mui/material/Button';
import Box from '@mui/material/Box';
import type { SyncRun } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../../ui/data-table.js';
import { EmptyState } from '../../../ui/empty-state.js';
import { PageSkeleton } from '../../../ui/page-skeleton.js';
import { ProblemAlert } from '../../../ui/problem-alert.js';
import { RelativeTime } from '../../../ui/relative-time.js';
import { StateChip } from '../../../ui/state-chip.js';
import { useNow } from '../../../ui/use-now.js';
import { useRuns } from '../use-market.js';
import { CountsText } from './counts-text.js';
import { durationText, runMoods } from './source-state.js';
import { useShow } from './use-show.js';

/** The syncs of a source, newest first; each leads to its report. */
export function SyncHistory({ source }: { readonly source: string }) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useRuns(source);
  if (isPending) return <PageSkeleton />;
  if (!data) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  const runs = data.pages.flatMap(({ items }) => items);
  if (runs.length === 0) return <EmptyState title={t('market.sources.noRuns')} />;
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 2 }}>
      <Runs runs={runs} source={source} />
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()} sx={{ alignSelf: 'center' }}>
          {t('market.sources.older')}
        </Button>
      )}
    </Box>
  );
}

function Runs({ runs, source }: { readonly runs: readonly SyncRun[]; readonly source: string }) {
  const { t } = useTranslation();
  const show = useShow();
  const now = useNow();
  const columns = [
    {
      key: 'started',
      heading: t('market.sources.started'),
      cell: ({ id, queuedAt, startedAt }: SyncRun) => (
        <Button size="small" onClick={() => show({ history: source, run: id })} sx={{ whiteSpace: 'nowrap' }}>
          <RelativeTime at={startedAt ?? queuedAt} />
        </Button>
      ),
    },
    {
      key: 'state',
      heading: t('market.sources.report'),
      cell: (run: SyncRun) => (
        <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
          <StateChip mood={runMoods[run.state]} label={t(`market.sources.runStates.${run.state}`)} />
          {run.state === 'succeeded' && <CountsText run={run} />}
          {run.problem?.detail}
        </Box>
      ),
    },
    {
      key: 'duration',
      heading: t('market.sources.duration'),
      align: 'right' as const,
      cell: (run: SyncRun) => <span>{durationText(run, now)}</span>,
    },
    {
      key: 'trigger',
      heading: t('market.sources.by'),
      cell: ({ trigger, actor }: SyncRun) => `${t(`market.sources.triggers.${trigger}`)}, ${actor}`,
    },
  ];
  return (
    <DataTable
      label={t('market.sources.historyTitle', { name: source })}
      columns={columns}
      rows={runs}
      keyOf={({ id }) => id}
    />
  );
}
