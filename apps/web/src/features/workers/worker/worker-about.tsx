import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Chip from '@mui/material/Chip';
import Typography from '@mui/material/Typography';
import type { WorkerView } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../../ui/facts.js';
import { RelativeTime } from '../../../ui/relative-time.js';
import { sizeOf } from '../../../ui/size-text.js';

/** What a worker is: where, with which engine and frameworks, what it may run and mount, when it was last heard. */
export function WorkerAbout({ worker }: { readonly worker: WorkerView }) {
  const { t, i18n } = useTranslation();
  const size = (mib: number) => sizeOf(mib, i18n.language);
  const list = (texts: readonly string[]) => (texts.length > 0 ? texts.join(', ') : t('workers.page.none'));
  const { allocated, cpus, disk, engine } = worker;
  const facts = [
    { name: t('workers.page.address'), value: worker.address },
    {
      name: t('workers.page.heard'),
      value: worker.heardAt ? <RelativeTime at={worker.heardAt} /> : t('workers.page.never'),
    },
    { name: t('workers.page.joined'), value: <RelativeTime at={worker.joinedAt} /> },
    { name: t('workers.page.cpus'), value: t('workers.page.cpusText', { used: allocated.cpus, total: cpus }) },
    {
      name: t('workers.page.disk'),
      value: t('workers.page.diskText', { free: size(disk.freeMib), total: size(disk.totalMib), path: disk.path }),
    },
    { name: t('workers.engine'), value: `${engine.name} ${engine.version}` },
    { name: t('workers.frameworks'), value: list(worker.frameworks) },
    { name: t('workers.page.roots'), value: list(worker.modelRoots) },
    { name: t('workers.page.profiles'), value: list(worker.securityProfiles) },
    { name: t('workers.labels'), value: <Labels labels={worker.labels} /> },
    { name: t('workers.page.version'), value: worker.version },
    ...(worker.warnings.length > 0 ? [{ name: t('workers.page.warnings'), value: worker.warnings.join('; ') }] : []),
  ];
  return (
    <Card component="section" aria-labelledby="about" sx={{ p: 2.5, display: 'grid', gap: 2 }}>
      <Typography id="about" variant="h2">
        {t('workers.page.about')}
      </Typography>
      <Facts facts={facts} />
    </Card>
  );
}

function Labels({ labels }: Pick<WorkerView, 'labels'>) {
  const { t } = useTranslation();
  const entries = Object.entries(labels);
  if (entries.length === 0) return t('workers.page.none');
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.5 }}>
      {entries.map(([key, value]) => (
        <Chip key={key} size="small" variant="outlined" label={`${key}=${value}`} />
      ))}
    </Box>
  );
}
