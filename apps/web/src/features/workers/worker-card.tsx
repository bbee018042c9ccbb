import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Chip from '@mui/material/Chip';
import Typography from '@mui/material/Typography';
import type { WorkerView } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api/session.js';
import { TextLink } from '../../ui/router-links.js';
import { RelativeTime } from '../../ui/relative-time.js';
import { sizeOf } from '../../ui/size-text.js';
import { WorkerDevices } from './worker-devices.js';
import { WorkerMenu } from './worker-menu.js';
import { WorkerState } from './worker-state.js';

/** One worker: how it is, what it has, and what runs on it. */
export function WorkerCard({ worker }: { readonly worker: WorkerView }) {
  const { t } = useTranslation();
  const isAdmin = useMay('admin');
  return (
    <Card component="li" sx={{ p: 2.5, display: 'flex', flexDirection: 'column', gap: 2 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, flexWrap: 'wrap' }}>
        <Typography variant="h2" sx={{ mr: 'auto' }}>
          <TextLink to="/workers/$name" params={{ name: worker.name }} color="inherit" underline="hover">
            {worker.name}
          </TextLink>
        </Typography>
        <WorkerState worker={worker} />
        {isAdmin && <WorkerMenu worker={worker} />}
      </Box>
      {(worker.state !== 'ready' || worker.drain) && <Typography variant="body2">{worker.reason}</Typography>}
      <WorkerFacts worker={worker} />
      <WorkerDevices worker={worker} />
      <Typography variant="body2" color="textSecondary">
        {t('workers.instances')}: {worker.instances.join(', ') || t('workers.noInstances')}
      </Typography>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.5 }}>
        {Object.entries(worker.labels).map(([key, value]) => (
          <Chip key={key} size="small" variant="outlined" label={`${key}=${value}`} />
        ))}
      </Box>
    </Card>
  );
}

function WorkerFacts({ worker }: { readonly worker: WorkerView }) {
  const { t, i18n } = useTranslation();
  return (
    <Typography variant="body2" color="textSecondary" component="div">
      {worker.address} · {worker.cpus} {t('workers.cpus')} · {sizeOf(worker.disk.freeMib, i18n.language)}{' '}
      {t('workers.disk')} · {worker.engine.name} {worker.engine.version} · {worker.frameworks.join(', ')} ·{' '}
      <RelativeTime at={worker.joinedAt} say={(ago) => t('workers.joinedAgo', { ago })} />
    </Typography>
  );
}
