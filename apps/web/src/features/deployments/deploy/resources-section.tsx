import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { ClaimSum } from './claim-sum.js';
import { claimWords, timesReplicas } from './claim-words.js';
import { useDeploying } from './deploying.js';
import { FormField } from './form-field.js';
import { columns, Section } from './section.js';
import { WeightsLine } from './weights-line.js';

const counts = { htmlInput: { inputMode: 'decimal' } } as const;
const fields = [
  ['gpus', 'resources.gpus'],
  ['gpuMemory', 'resources.gpuMemoryMib'],
  ['memory', 'resources.memoryMib'],
  ['cpus', 'resources.cpus'],
  ['sharedMemory', 'resources.shmMib'],
] as const;

/** How many replicas, and what each of them needs. */
export function ResourcesSection() {
  const { t } = useTranslation();
  return (
    <Section title={t('deployments.deploy.sections.resources')} hint={t('deployments.deploy.memoryHelp')}>
      <Box sx={columns}>
        <FormField
          name="replicas"
          field="replicas"
          label={t('deployments.deploy.replicas')}
          more={{ type: 'number', slotProps: { htmlInput: { min: 0, max: 1000 } } }}
        />
        {fields.map(([name, field]) => (
          <FormField
            key={name}
            name={name}
            field={field}
            label={t(`deployments.deploy.${name}`)}
            help={t('deployments.deploy.leftOut', { value: t(`deployments.deploy.claim.default.${name}`) })}
            more={{ slotProps: counts }}
          />
        ))}
      </Box>
      <Claimed />
    </Section>
  );
}

/** What is counted against the workers, in words and with its sum. */
function Claimed() {
  const { t, i18n } = useTranslation();
  const { preview, spec } = useDeploying();
  if (!preview) return null;
  const count = spec.replicas ?? 1;
  const words = (claim: typeof preview.claim) => claimWords(claim, t, i18n.language);
  return (
    <>
      <Typography variant="body2" role="status">
        {t('deployments.deploy.claim.each', { what: words(preview.claim) })}{' '}
        {count > 1 && t('deployments.deploy.claim.all', { count, what: words(timesReplicas(preview.claim, count)) })}{' '}
        {t('deployments.deploy.claim.noLimit')}
      </Typography>
      <ClaimSum claim={preview.claim} />
      <WeightsLine gpus={preview.claim.gpus} estimate={preview.claim.estimate ?? null} />
    </>
  );
}
