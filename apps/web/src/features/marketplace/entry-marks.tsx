import Tooltip from '@mui/material/Tooltip';
import type { EntrySummary } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { StateChip } from '../../ui/state-chip.js';

/** How an entry stands, in words; why, on hover and on its page. */
export function EntryMarks({ entry }: { readonly entry: EntrySummary }) {
  const { t } = useTranslation();
  const { enabled, updatable, withdrawn, rejected, deprecated, clash } = entry;
  return (
    <>
      {enabled && <StateChip mood="good" label={t('market.marks.enabled')} />}
      {updatable && <StateChip mood="busy" label={t('market.marks.updatable')} />}
      {withdrawn && <StateChip mood="warning" label={t('market.marks.withdrawn')} />}
      {rejected !== null && (
        <Tooltip title={rejected}>
          <span>
            <StateChip mood="warning" label={t('market.marks.rejected')} />
          </span>
        </Tooltip>
      )}
      {deprecated !== null && (
        <Tooltip title={deprecated}>
          <span>
            <StateChip mood="warning" label={t('market.marks.deprecated')} />
          </span>
        </Tooltip>
      )}
      {clash !== null && (
        <Tooltip title={clash}>
          <span>
            <StateChip mood="idle" label={t('market.marks.clash')} />
          </span>
        </Tooltip>
      )}
    </>
  );
}
