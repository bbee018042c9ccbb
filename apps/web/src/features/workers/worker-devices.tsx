import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import type { InstanceView, WorkerView } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { Meter } from '../../ui/meter.js';
import { TextLink } from '../../ui/router-links.js';
import { sizeOf } from '../../ui/size-text.js';

type Run = Pick<InstanceView, 'id' | 'deployment'>;

/** Memory and GPUs of a worker, each with what is claimed of it and by whom; as links where deployments are known. */
export function WorkerDevices({ worker, runs = [] }: { readonly worker: WorkerView; readonly runs?: readonly Run[] }) {
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
        const linked = runs.filter(({ id }) => claim?.instances.includes(id));
        const taken = used(claimed, device.memoryMib) + (linked.length > 0 ? '' : ` · ${by}`);
        return (
          <Box key={device.uuid}>
            <Meter
              label={t('workers.gpu', { index: device.index, name: device.name })}
              part={claimed / device.memoryMib}
              text={by ? taken : `${size(device.memoryMib)} ${t('workers.free')}`}
            />
            <Runs runs={linked} />
          </Box>
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

function Runs({ runs }: { readonly runs: readonly Run[] }) {
  return (
    <Box sx={{ display: 'flex', gap: 1.5, flexWrap: 'wrap' }}>
      {runs.map(({ id, deployment }) => (
        <TextLink key={id} variant="body2" to="/deployments/$name" params={{ name: deployment }} search={{}}>
          {id}
        </TextLink>
      ))}
    </Box>
  );
}
