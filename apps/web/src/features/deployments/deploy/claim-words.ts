import type { Preview } from '@enginehouse/contracts';
import type { TFunction } from 'i18next';
import { sizeOf } from '../../../ui/size-text.js';

type Claim = Preview['claim'];

/** What so many replicas claim together. */
export const timesReplicas = ({ gpus, gpuMemoryMib, memoryMib, cpus }: Claim, replicas: number): Claim => ({
  gpus: gpus * replicas,
  gpuMemoryMib,
  memoryMib: memoryMib * replicas,
  cpus: cpus * replicas,
});

/** A claim in words: "2 whole GPUs, 16 GiB of memory". */
export function claimWords({ gpus, gpuMemoryMib, memoryMib, cpus }: Claim, t: TFunction, language: string): string {
  const gpuWords =
    gpuMemoryMib === null
      ? t('deployments.deploy.claim.wholeGpus', { count: gpus })
      : t('deployments.deploy.claim.partGpus', { count: gpus, memory: sizeOf(gpuMemoryMib, language) });
  const words = [
    gpus > 0 && gpuWords,
    memoryMib > 0 && t('deployments.deploy.claim.memory', { memory: sizeOf(memoryMib, language) }),
    cpus > 0 && t('deployments.deploy.claim.cpus', { count: cpus }),
  ].filter((each) => each !== false);
  return new Intl.ListFormat(language).format(words) || t('deployments.deploy.claim.nothing');
}
