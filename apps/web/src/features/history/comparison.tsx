import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { describeEvent } from '@enginehouse/backend-spec';
import type { HistoryEntry } from '@enginehouse/contracts';
import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ChoiceField } from '../../ui/choice-field.js';
import { PageSkeleton } from '../../ui/page-skeleton.js';
import { ProblemAlert } from '../../ui/problem-alert.js';
import { FieldChanges } from './field-changes.js';
import { useChangeShown } from './use-change-shown.js';
import { useDiff } from './use-history.js';

/** Two revisions, chosen in the address, field by field. */
export function Comparison({ name, history }: { readonly name: string; readonly history: readonly HistoryEntry[] }) {
  const { t } = useTranslation();
  const { from, to } = useSearch({ from: '/signed-in/backends/$name/history' });
  const change = useChangeShown();
  const diff = useDiff(name, from, to);
  const options = useOptions(history);
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 2.5 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5 }}>
        <ChoiceField
          label={t('history.from')}
          all={t('history.beforeTo')}
          value={from?.toString()}
          options={options}
          onChange={(next) => change({ from: numberOf(next) })}
        />
        <ChoiceField
          label={t('history.to')}
          all={t('history.latest')}
          value={to?.toString()}
          options={options}
          onChange={(next) => change({ to: numberOf(next) })}
        />
      </Box>
      {diff.error && <ProblemAlert error={diff.error} onRetry={() => void diff.refetch()} />}
      {diff.isPending && <PageSkeleton />}
      {diff.data && (
        <>
          <Typography role="status">
            {diff.data.changes.length === 0
              ? t('history.noChanges', { from: diff.data.from, to: diff.data.to })
              : t('history.changedFields', { count: diff.data.changes.length, from: diff.data.from, to: diff.data.to })}
          </Typography>
          <FieldChanges changes={diff.data.changes} />
        </>
      )}
    </Box>
  );
}

const numberOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));

function useOptions(history: readonly HistoryEntry[]) {
  const { t } = useTranslation();
  return history.toReversed().map((entry) => ({
    value: String(entry.revision),
    label: t('history.revisionOption', { revision: entry.revision, text: describeEvent(entry).slice(0, 60) }),
  }));
}
