import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import Typography from '@mui/material/Typography';
import type { WorkerDevice, WorkerView } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { sizeOf } from '../../../ui/size-text.js';
import { useDeploying, useFieldError } from './deploying.js';

/** GPUs by worker, with what is free of each; chosen ones are the only ones that replicas get. */
export function GpuPicker({ workers }: { readonly workers: readonly WorkerView[] }) {
  const { t } = useTranslation();
  const { error, helperText } = useFieldError('placement.gpus');
  const withGpus = workers.filter(({ devices }) => devices.length > 0);
  return (
    <Box>
      <Typography variant="body2" color="textSecondary" gutterBottom>
        {withGpus.length === 0 ? t('deployments.deploy.noGpus') : t('deployments.deploy.byHandHint')}
      </Typography>
      {withGpus.map((worker) => (
        <Box component="fieldset" key={worker.name} sx={{ border: 0, m: 0, p: 0, mt: 1 }}>
          <Typography component="legend" sx={{ fontWeight: 650 }}>
            {worker.name}
          </Typography>
          {worker.devices.map((device) => (
            <Gpu key={device.index} worker={worker} device={device} />
          ))}
        </Box>
      ))}
      {error && (
        <Typography color="error" variant="body2" role="alert">
          {helperText}
        </Typography>
      )}
    </Box>
  );
}

function Gpu({ worker, device }: { readonly worker: WorkerView; readonly device: WorkerDevice }) {
  const { t, i18n } = useTranslation();
  const { form, change } = useDeploying();
  const { index, name, memoryMib } = device;
  const chosen = form.devices ?? [];
  const others = chosen.filter((each) => each.worker !== worker.name || each.index !== index);
  const isChosen = others.length < chosen.length;
  const claimed = worker.allocated.gpus.find((each) => each.index === index)?.claimedMib ?? 0;
  const size = (mib: number) => sizeOf(Math.max(0, mib), i18n.language);
  return (
    <FormControlLabel
      sx={{ display: 'flex' }}
      control={
        <Checkbox
          size="small"
          checked={isChosen}
          onChange={() => change({ devices: isChosen ? others : [...others, { worker: worker.name, index }] })}
        />
      }
      label={
        <>
          {index}: {name}{' '}
          <Typography variant="body2" color="textSecondary" component="span">
            {t('deployments.deploy.gpuFree', { free: size(memoryMib - claimed), total: size(memoryMib) })}
          </Typography>
        </>
      }
    />
  );
}
