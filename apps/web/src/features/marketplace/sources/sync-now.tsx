import SyncIcon from '@mui/icons-material/Sync';
import Button from '@mui/material/Button';
import type { SourceView } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../../api/client.js';
import { ProblemAlert } from '../../../ui/problem-alert.js';
import { useAction } from '../../../ui/use-action.js';
import { isSyncing } from '../use-market.js';

/** Syncs a source now, or accepts that it is empty where that was refused; how far that is stands beside it. */
export function SyncNow({ source }: { readonly source: SourceView }) {
  const { t } = useTranslation();
  const { name } = source;
  const sync = useAction({
    run: (acceptEmpty: boolean) => valueOf(api.sources.sync({ params: { source: name }, body: { acceptEmpty } })),
    changes: ['sources'],
    said: () => t('market.sources.syncBegun', { name }),
  });
  return (
    <>
      <Button
        size="small"
        variant="outlined"
        startIcon={<SyncIcon />}
        loading={sync.isPending}
        disabled={isSyncing(source)}
        aria-label={`${t('market.sources.syncNow')}: ${name}`}
        onClick={() => sync.mutate(false)}
      >
        {t('market.sources.syncNow')}
      </Button>
      {source.problem?.code === 'source-empty' && (
        <Button
          size="small"
          color="warning"
          disabled={isSyncing(source) || sync.isPending}
          aria-label={`${t('market.sources.acceptEmpty')}: ${name}`}
          onClick={() => sync.mutate(true)}
        >
          {t('market.sources.acceptEmpty')}
        </Button>
      )}
      {sync.error && <ProblemAlert error={sync.error} />}
    </>
  );
}
