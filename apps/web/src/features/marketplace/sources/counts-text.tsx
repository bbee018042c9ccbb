import type { SyncRun } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';

const shown = ['added', 'changed', 'withdrawn', 'rejected'] as const;

/** What a sync found, in one line: only what there was of. */
export function CountsText({ run }: { readonly run: Pick<SyncRun, 'state' | 'counts'> }) {
  const { t } = useTranslation();
  const { counts, state } = run;
  if (!counts || state === 'unchanged') return <>{t(`market.sources.runStates.${state}`)}</>;
  const parts = shown.flatMap((name) =>
    counts[name] > 0 ? [t(`market.sources.counts.${name}`, { count: counts[name] })] : [],
  );
  return <>{parts.length === 0 ? t('market.sources.nothingNew') : parts.join(', ')}</>;
}
