import ArrowBackIcon from '@mui/icons-material/ArrowBack';
import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { SidePanel } from '../../../ui/side-panel.js';
import { SyncHistory } from './sync-history.js';
import { SyncReportView } from './sync-report.js';
import { useShow } from './use-show.js';

/** The syncs of a source, or the report of one of them, beside the sources. */
export function SyncPanel({ source, run }: { readonly source: string | undefined; readonly run: string | undefined }) {
  const { t } = useTranslation();
  const show = useShow();
  return (
    <SidePanel
      open={source !== undefined}
      title={t('market.sources.historyTitle', { name: source ?? '' })}
      width={820}
      onClose={() => show({})}
    >
      {source !== undefined && run !== undefined && (
        <>
          <Button startIcon={<ArrowBackIcon />} onClick={() => show({ history: source })} sx={{ mb: 2 }}>
            {t('market.sources.backToHistory', { name: source })}
          </Button>
          <SyncReportView id={run} />
        </>
      )}
      {source !== undefined && run === undefined && <SyncHistory source={source} />}
    </SidePanel>
  );
}
