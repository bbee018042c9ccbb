import AddIcon from '@mui/icons-material/Add';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api/session.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';
import { PageSkeleton } from '../../ui/page-skeleton.js';
import { ProblemAlert } from '../../ui/problem-alert.js';
import { AddWorker } from './add-worker.js';
import { useWorkers } from './use-workers.js';
import { WorkerCard } from './worker-card.js';

/** The hosts that run containers. */
export function WorkersPage() {
  const { t } = useTranslation();
  const isAdmin = useMay('admin');
  const [adding, setAdding] = useState(false);
  const { data, error, isPending, refetch } = useWorkers();
  const add = isAdmin && (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => setAdding(true)}>
      {t('workers.add')}
    </Button>
  );
  return (
    <Page title={t('workers.title')} subtitle={data && t('workers.count', { count: data.length })} actions={add}>
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {isPending && <PageSkeleton />}
      {data?.length === 0 && <EmptyState title={t('workers.empty')} hint={t('workers.emptyHint')} action={add} />}
      <Box
        component="ul"
        sx={{
          m: 0,
          p: 0,
          listStyle: 'none',
          display: 'grid',
          gap: 2,
          gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 420px), 1fr))',
        }}
      >
        {data?.map((worker) => (
          <WorkerCard key={worker.name} worker={worker} />
        ))}
      </Box>
      {isAdmin && <AddWorker open={adding} onClose={() => setAdding(false)} />}
    </Page>
  );
}
