import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { SyncReport } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { Code } from '../../../ui/code-text.js';
import { Facts } from '../../../ui/facts.js';
import { PageSkeleton } from '../../../ui/page-skeleton.js';
import { ProblemAlert } from '../../../ui/problem-alert.js';
import { RelativeTime } from '../../../ui/relative-time.js';
import { StateChip } from '../../../ui/state-chip.js';
import { useNow } from '../../../ui/use-now.js';
import { useRun } from '../use-market.js';
import { RejectedEntries } from './rejected-entries.js';
import { durationText, runMoods } from './source-state.js';
import { SyncProgress } from './sync-progress.js';
import { TroubleText } from './trouble-text.js';

const lists = ['added', 'changed', 'withdrawn'] as const;

/** Everything that a sync found, live while it runs. */
export function SyncReportView({ id }: { readonly id: string }) {
  const { data, error, isPending, refetch } = useRun(id);
  if (isPending) return <PageSkeleton />;
  if (!data) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 2.5 }}>
      <Outcome report={data} />
      {data.problem && <TroubleText problem={data.problem} />}
      <RejectedEntries report={data} />
      {lists.map((name) => (
        <Names key={name} report={data} name={name} />
      ))}
      <Warnings report={data} />
    </Box>
  );
}

function Outcome({ report }: { readonly report: SyncReport }) {
  const { t } = useTranslation();
  const now = useNow();
  const { state, counts, startedAt, queuedAt, digest, upstreamRef, signedBy } = report;
  const names = ['added', 'changed', 'unchanged', 'withdrawn', 'rejected'] as const;
  return (
    <>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }} role="status">
        <StateChip mood={runMoods[state]} label={t(`market.sources.runStates.${state}`)} />
        {counts && (
          <span>
            {t('market.sources.entries', { count: counts.entries })}:{' '}
            {names.map((name) => t(`market.sources.counts.${name}`, { count: counts[name] })).join(', ')}
          </span>
        )}
      </Box>
      {report.finishedAt === null && <SyncProgress run={report} />}
      <Facts
        facts={[
          { name: t('market.sources.started'), value: <RelativeTime at={startedAt ?? queuedAt} /> },
          { name: t('market.sources.duration'), value: durationText(report, now) },
          {
            name: t('market.sources.by'),
            value: `${t(`market.sources.triggers.${report.trigger}`)}, ${report.actor}`,
          },
          { name: t('market.provenance.signedBy'), value: signedBy ?? t('market.unsigned') },
          ...(upstreamRef ? [{ name: t('market.sources.ref'), value: <Code>{upstreamRef}</Code> }] : []),
          ...(digest ? [{ name: t('market.sources.digest'), value: <Code>{digest}</Code> }] : []),
        ]}
      />
    </>
  );
}

function Names({ report, name }: { readonly report: SyncReport; readonly name: (typeof lists)[number] }) {
  const { t } = useTranslation();
  const shown = report[name];
  const count = report.counts?.[name] ?? shown.length;
  if (shown.length === 0) return null;
  return (
    <section>
      <Typography variant="h3" gutterBottom>
        {t(`market.sources.lists.${name}`)} ({count})
      </Typography>
      <Typography variant="body2" sx={{ overflowWrap: 'anywhere' }}>
        {shown.join(', ')}
      </Typography>
      {shown.length < count && (
        <Typography variant="caption" color="textSecondary">
          {t('market.sources.cut', { shown: shown.length, count })}
        </Typography>
      )}
    </section>
  );
}

function Warnings({ report: { warnings } }: { readonly report: SyncReport }) {
  const { t } = useTranslation();
  if (warnings.length === 0) return null;
  return (
    <section>
      <Typography variant="h3" gutterBottom>
        {t('market.sources.warnings')} ({warnings.length})
      </Typography>
      <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
        {warnings.map(({ name, code, detail }) => (
          <Typography component="li" variant="body2" key={`${name ?? ''} ${code} ${detail}`}>
            {name !== null && <strong>{name}: </strong>}
            {detail} <Code>{code}</Code>
          </Typography>
        ))}
      </Box>
    </section>
  );
}
