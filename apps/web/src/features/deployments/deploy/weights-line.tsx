import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { WeightsEstimate } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { sizeOf } from '../../../ui/size-text.js';
import { mibOf } from './amounts.js';
import { useDeploying } from './deploying.js';

const mib = 1_048_576;

/** What the weights say about GPU memory: the arithmetic and a button that takes it over; nothing takes it by itself. */
export function WeightsLine({ gpus, estimate }: { readonly gpus: number; readonly estimate: WeightsEstimate | null }) {
  const { t } = useTranslation();
  const { form, change } = useDeploying();
  const words = useWords(gpus, estimate);
  if (gpus === 0) return null;
  const isUsed = estimate === null || mibOf(form.gpuMemory) === estimate.gpuMemoryMibEach;
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
      <Typography variant="body2" color="textSecondary">
        {words}
      </Typography>
      {!isUsed && (
        <Button size="small" onClick={() => change({ gpuMemory: `${estimate.gpuMemoryMibEach} MiB` })}>
          {t('deployments.deploy.sum.use')}
        </Button>
      )}
    </Box>
  );
}

function useWords(count: number, estimate: WeightsEstimate | null): string {
  const { t, i18n } = useTranslation();
  if (estimate === null) return t('deployments.deploy.sum.weights');
  const size = (amount: number) => sizeOf(amount, i18n.language);
  const { weightsBytes, files, worker, factor, extraMib, totalMib, gpuMemoryMibEach } = estimate;
  return t('deployments.deploy.sum.estimate', {
    count,
    weights: size(weightsBytes / mib),
    files: t('deployments.deploy.sum.files', { count: files }),
    worker,
    factor: new Intl.NumberFormat(i18n.language).format(factor),
    extra: size(extraMib),
    total: size(totalMib),
    each: size(gpuMemoryMibEach),
  });
}
