import AddIcon from '@mui/icons-material/Add';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import { Link as RouterLink, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.js';
import { EmptyState } from '../../../ui/empty-state.js';
import { Page } from '../../../ui/page.js';
import { PageSkeleton } from '../../../ui/page-skeleton.js';
import { ProblemAlert } from '../../../ui/problem-alert.js';
import { useSources } from '../use-market.js';
import { SourceCard } from './source-card.js';
import { SyncPanel } from './sync-panel.js';
import { useShow } from './use-show.js';

/** Forms bring the schemas of what is filled in along; only who fills one in needs them. */
const SourcePanel = lazy(async () => ({ default: (await import('./source-panel.js')).SourcePanel }));

/** Where the marketplace reads its entries from. */
export function SourcesPage() {
  const { t } = useTranslation();
  const isAdmin = useMay('admin');
  const shown = useSearch({ from: '/signed-in/marketplace/sources' });
  const show = useShow();
  const { data, error, isPending, refetch } = useSources();
  const add = isAdmin && (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => show({ add: true })}>
      {t('market.sources.add')}
    </Button>
  );
  return (
    <Page title={t('market.sources.title')} subtitle={<Above />} actions={add}>
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {isPending && <PageSkeleton />}
      {data?.length === 0 && (
        <EmptyState title={t('market.sources.empty')} hint={t('market.sources.emptyHint')} action={add} />
      )}
      {data && data.length > 0 && (
        <Box component="ul" aria-label={t('market.sources.list')} sx={cards}>
          {data.map((source) => (
            <SourceCard key={source.name} source={source} />
          ))}
        </Box>
      )}
      <SyncPanel source={shown.history} run={shown.run} />
      {isAdmin && data && (
        <Suspense>
          <SourcePanel sources={data} add={shown.add ?? false} change={shown.change} />
        </Suspense>
      )}
    </Page>
  );
}

const cards = {
  m: 0,
  p: 0,
  listStyle: 'none',
  display: 'grid',
  gap: 2,
  gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 460px), 1fr))',
} as const;

function Above() {
  const { t } = useTranslation();
  return (
    <>
      <Link component={RouterLink} to="/marketplace">
        {t('market.title')}
      </Link>
      {' / '}
      {t('market.sources.subtitle')}
    </>
  );
}
