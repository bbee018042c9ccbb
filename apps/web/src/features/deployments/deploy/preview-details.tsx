import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { Preview } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../../ui/facts.js';
import { sizeOf } from '../../../ui/size-text.js';
import { Titled } from './titled.js';

/** What else the container gets: folders, devices, limits; and what one should know. */
export function PreviewDetails({ preview }: { readonly preview: Preview }) {
  const { t } = useTranslation();
  const facts = useFacts(preview);
  const { notes } = preview;
  return (
    <>
      <Titled title={t('deployments.deploy.preview.more')}>
        <Facts facts={facts.map(([name, value]) => ({ name, value }))} />
      </Titled>
      {notes.length > 0 && (
        <Titled title={t('deployments.deploy.preview.notes')}>
          <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
            {notes.map((note) => (
              <Typography component="li" variant="body2" key={note}>
                {note}
              </Typography>
            ))}
          </Box>
        </Titled>
      )}
    </>
  );
}

type Known = readonly (readonly [name: string, value: string])[];

function useFacts(preview: Preview): Known {
  const { t, i18n } = useTranslation();
  const size = (mib: number) => sizeOf(mib, i18n.language);
  const none = t('deployments.deploy.preview.none');
  const readOnly = ` (${t('deployments.deploy.preview.readOnly')})`;
  const mounts = preview.mounts.map((each) => `${each.source} → ${each.target}${each.readOnly ? readOnly : ''}`);
  const devices = preview.devices.map(({ vendor, index, claimMib }) => `${vendor} ${index} (${size(claimMib)})`);
  return [
    [t('deployments.deploy.preview.mounts'), mounts.join(', ') || none],
    [t('deployments.deploy.preview.devices'), devices.join(', ') || none],
    [t('deployments.deploy.preview.limits'), useLimits(preview).join(', ')],
    [t('deployments.deploy.preview.network'), t(`deployments.deploy.preview.networks.${preview.network}`)],
    [t('deployments.deploy.profile'), preview.securityProfile],
    [t('deployments.deploy.preview.health'), preview.healthCheckPath],
  ];
}

function useLimits({ memoryMib, cpus, shmMib }: Preview): readonly string[] {
  const { t, i18n } = useTranslation();
  const size = (mib: number) => sizeOf(mib, i18n.language);
  return [
    memoryMib === null
      ? t('deployments.deploy.preview.noMemoryLimit')
      : t('deployments.deploy.claim.memory', { memory: size(memoryMib) }),
    cpus === null ? t('deployments.deploy.preview.noCpuLimit') : t('deployments.deploy.claim.cpus', { count: cpus }),
    t('deployments.deploy.preview.shm', { memory: size(shmMib) }),
  ];
}
