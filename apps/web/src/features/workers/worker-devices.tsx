import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import type { WorkerView } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { Meter } from '../../ui/meter.js';
import { sizeOf } from '../../ui/size-text.js';

/** Memory and GPUs of a worker, each with what is claimed of it and by whom. */
export function WorkerDevices({ worker }: { readonly worker: WorkerView }) {
  const { t, i18n } = useTranslation();
  const size = (mib: number) => sizeOf(mib, i18n.language);
  const used = (claimed: number, total: number) => t('workers.used', { used: size(claimed), total: size(total) });
  const { allocated } = worker;
  return (
    <Stack spacing={1.5}>
      <Meter
        label={t('workers.memory')}
        part={allocated.memoryMib / worker.memoryMib}
        text={used(allocated.memoryMib, worker.memoryMib)}
      />
      {worker.devices.map((device) => {
        const claim = allocated.gpus.find(({ index }) => index === device.index);
        const claimed = claim?.claimedMib ?? 0;
        const by = claim?.instances.join(', ') ?? '';
        return (
          <Meter
            key={device.uuid}
            label={t('workers.gpu', { index: device.index, name: device.name })}
            part={claimed / device.memoryMib}
            text={by ? `${used(claimed, device.memoryMib)} · ${by}` : `${size(device.memoryMib)} ${t('workers.free')}`}
          />
        );
      })}
      {worker.devices.length === 0 && (
        <Typography variant="body2" color="textSecondary">
          {t('workers.noDevices')}
        </Typography>
      )}
    </Stack>
  );
}
