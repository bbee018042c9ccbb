import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import type { WorkerView } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { WorkerDevices } from '../workers/worker-devices.js';

/** Every worker with its memory and GPUs, and how much of them is claimed. */
export function ClusterMap({ workers }: { readonly workers: readonly WorkerView[] }) {
  const { t } = useTranslation();
  return (
    <Box component="section" aria-labelledby="cluster">
      <Typography id="cluster" variant="h2" gutterBottom>
        {t('overview.cluster')}
      </Typography>
      <Box
        component="ul"
        sx={{
          listStyle: 'none',
          m: 0,
          p: 0,
          display: 'grid',
          gap: 2,
          gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 320px), 1fr))',
        }}
      >
        {workers.map((worker) => (
          <Card key={worker.name} component="li" sx={{ p: 2 }}>
            <Typography variant="h3" gutterBottom>
              {worker.name}
            </Typography>
            <WorkerDevices worker={worker} />
          </Card>
        ))}
      </Box>
    </Box>
  );
}
