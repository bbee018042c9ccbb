import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import FormControlLabel from '@mui/material/FormControlLabel';
import Switch from '@mui/material/Switch';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../../ui/problem-alert.js';
import { useBackends } from '../../backends/use-backends.js';
import { backendChoices, versionChoices } from './choices.js';
import { useDeploying, useFieldError } from './deploying.js';
import { GroupedChoice } from './grouped-choice.js';
import { ImageFields } from './image-fields.js';
import { columns, Section } from './section.js';

/** Which backend runs the model, and which version of it. */
export function BackendSection() {
  const { t } = useTranslation();
  const { chosen, choose } = useDeploying();
  const { data, error, isPending, refetch } = useBackends(undefined);
  const choices = useMemo(() => backendChoices(data ?? [], (source) => t(`source.${source}`)), [data, t]);
  const fault = useFieldError('backend', undefined, t('deployments.deploy.needed.backend'));
  const isCustom = chosen.backend === 'Custom';
  return (
    <Section title={t('deployments.deploy.sections.backend')}>
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      <Box sx={columns}>
        <GroupedChoice
          label={t('deployments.deploy.backend')}
          value={chosen.backend}
          choices={choices}
          isLoading={isPending}
          fault={fault}
          required
          onChange={(backend) => choose({ backend })}
        />
        {!isCustom && <Version />}
      </Box>
      {isCustom && (
        <>
          <Alert severity="info">{t('deployments.deploy.customHint')}</Alert>
          <ImageFields required />
        </>
      )}
    </Section>
  );
}

function Version() {
  const { t } = useTranslation();
  const { chosen, choose, backend, preview } = useDeploying();
  const [isShown, setShown] = useState(false);
  const versions = backend?.definition.versions ?? [];
  const deprecated = versions.filter((version) => version.deprecated !== undefined).length;
  const choices = versionChoices(
    versions.filter((version) => isShown || version.deprecated === undefined),
    (group) => t(`deployments.deploy.versionGroups.${group}`),
  );
  const now =
    preview?.version && preview.backend === chosen.backend
      ? t('deployments.deploy.versionAutoNow', { version: preview.version, reason: preview.versionReason })
      : t('deployments.deploy.versionAutoHelp');
  return (
    <div>
      <GroupedChoice
        label={t('deployments.deploy.version')}
        none={t('deployments.deploy.versionAuto')}
        value={chosen.version}
        choices={choices}
        fault={useFieldError('version', chosen.version === undefined ? now : undefined)}
        onChange={(version) => choose({ ...chosen, version })}
      />
      {deprecated > 0 && (
        <FormControlLabel
          control={<Switch size="small" checked={isShown} onChange={(event) => setShown(event.target.checked)} />}
          label={t('deployments.deploy.showDeprecated', { count: deprecated })}
        />
      )}
    </div>
  );
}
