import Autocomplete from '@mui/material/Autocomplete';
import Box from '@mui/material/Box';
import FormControlLabel from '@mui/material/FormControlLabel';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';
import { ChoiceField } from '../../../ui/choice-field.js';
import { useWorkers } from '../../workers/use-workers.js';
import { isLabel } from './deploy-form.js';
import { useDeploying, useFieldError } from './deploying.js';
import { GpuPicker } from './gpu-picker.js';
import { columns, Section } from './section.js';

const strategies = ['spread', 'binpack'] as const;

/** Where replicas may go, and how they are laid out there. */
export function PlacementSection() {
  const { t } = useTranslation();
  const { form, change } = useDeploying();
  const { data } = useWorkers();
  return (
    <Section title={t('deployments.deploy.sections.placement')}>
      <Box sx={columns}>
        <ChoiceField
          label={t('deployments.deploy.strategy')}
          value={form.strategy}
          options={strategies.map((value) => ({ value, label: t(`deployments.deploy.strategies.${value}`) }))}
          onChange={(strategy) => change({ strategy: strategy ?? 'spread' })}
        />
        <Labels />
      </Box>
      <FormControlLabel
        control={
          <Switch
            checked={form.devices !== undefined}
            onChange={(event) => change({ devices: event.target.checked ? [] : undefined })}
          />
        }
        label={t('deployments.deploy.byHand')}
      />
      {form.devices && <GpuPicker workers={data ?? []} />}
    </Section>
  );
}

function Labels() {
  const { t } = useTranslation();
  const { form, change } = useDeploying();
  const { data } = useWorkers();
  const wrong = form.labels.filter((label) => !isLabel(label)).join(', ');
  const fault = useFieldError('placement.workerLabels', t('deployments.deploy.labelsHelp'));
  const shown = wrong ? { ...fault, helperText: t('deployments.deploy.labelsWrong', { labels: wrong }) } : fault;
  const known = (data ?? []).flatMap(({ labels }) => Object.entries(labels).map(([key, value]) => `${key}=${value}`));
  return (
    <Autocomplete
      multiple
      freeSolo
      autoSelect
      size="small"
      options={[...new Set(known)].toSorted()}
      value={[...form.labels]}
      onChange={(_event, labels) => change({ labels: trimmed(labels) })}
      renderInput={(params) => <TextField {...params} {...shown} label={t('deployments.deploy.labels')} />}
    />
  );
}

/** What is no label stays to be seen, and to be mended. */
const trimmed = (labels: readonly string[]): readonly string[] => labels.map((each) => each.trim()).filter(Boolean);
