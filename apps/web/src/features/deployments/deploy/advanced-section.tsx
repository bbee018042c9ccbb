import ExpandMoreIcon from '@mui/icons-material/ExpandMore';
import Accordion from '@mui/material/Accordion';
import AccordionDetails from '@mui/material/AccordionDetails';
import AccordionSummary from '@mui/material/AccordionSummary';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { frameworks } from '@enginehouse/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ChoiceField } from '../../../ui/choice-field.js';
import { useDeploying, useFieldError } from './deploying.js';
import { errorAt } from './form-errors.js';
import { FormField } from './form-field.js';
import { ImageFields } from './image-fields.js';
import { columns } from './section.js';

const profiles = ['baseline', 'restricted', 'privileged', 'host-network'] as const;
const here = [
  'imageName',
  'runCommand',
  'framework',
  'healthCheckPath',
  'securityProfile',
  'startupTimeoutSeconds',
  'maxRestarts',
];

/** What is seldom changed. Opens by itself where something in it is wrong. */
export function AdvancedSection() {
  const { t } = useTranslation();
  const { chosen, errors } = useDeploying();
  const [isOpen, setOpen] = useState(false);
  const isCustom = chosen.backend === 'Custom';
  const isWrong = here.slice(isCustom ? 2 : 0).some((field) => errorAt(errors, field) !== undefined);
  return (
    <Accordion
      variant="outlined"
      expanded={isOpen || isWrong}
      onChange={(_event, open) => setOpen(open)}
      slotProps={{ heading: { component: 'h2' }, transition: { unmountOnExit: true } }}
      sx={{ '&::before': { display: 'none' }, borderRadius: 1 }}
    >
      <AccordionSummary expandIcon={<ExpandMoreIcon />}>
        <Typography component="span" variant="h2">
          {t('deployments.deploy.sections.advanced')}
        </Typography>
      </AccordionSummary>
      <AccordionDetails sx={{ display: 'grid', gap: 2 }}>
        {!isCustom && <ImageFields />}
        <Box sx={columns}>
          <FrameworkField />
          <FormField
            name="healthCheckPath"
            field="healthCheckPath"
            label={t('deployments.deploy.healthCheckPath')}
            help={t('deployments.deploy.healthCheckPathHelp')}
          />
          <FormField
            name="startupTimeout"
            field="startupTimeoutSeconds"
            label={t('deployments.deploy.startupTimeout')}
            help={t('deployments.deploy.startupTimeoutHelp')}
          />
          <FormField
            name="maxRestarts"
            field="maxRestarts"
            label={t('deployments.deploy.maxRestarts')}
            help={t('deployments.deploy.maxRestartsHelp')}
          />
          <Profile />
        </Box>
      </AccordionDetails>
    </Accordion>
  );
}

function FrameworkField() {
  const { t } = useTranslation();
  const { form, change } = useDeploying();
  const fault = useFieldError('framework', t('deployments.deploy.frameworkHelp'));
  return (
    <Fault fault={fault}>
      <ChoiceField
        label={t('deployments.deploy.framework')}
        all={t('deployments.deploy.versionAuto')}
        value={frameworks.find((each) => each === form.framework)}
        options={frameworks.map((value) => ({ value, label: value }))}
        onChange={(framework) => change({ framework: framework ?? '' })}
      />
    </Fault>
  );
}

function Profile() {
  const { t } = useTranslation();
  const { form, change } = useDeploying();
  return (
    <Fault fault={useFieldError('securityProfile')}>
      <ChoiceField
        label={t('deployments.deploy.profile')}
        value={form.securityProfile}
        options={profiles.map((value) => ({ value, label: t(`deployments.deploy.profiles.${value}`) }))}
        onChange={(securityProfile) => change({ securityProfile: securityProfile ?? 'baseline' })}
      />
    </Fault>
  );
}

function Fault(props: {
  readonly fault: { readonly error: boolean; readonly helperText?: string };
  readonly children: React.ReactNode;
}) {
  const { error, helperText } = props.fault;
  return (
    <Box sx={{ display: 'grid' }}>
      {props.children}
      {helperText && (
        <Typography
          variant="caption"
          color={error ? 'error' : 'textSecondary'}
          role={error ? 'alert' : undefined}
          sx={{ mx: 1.75, mt: 0.5 }}
        >
          {helperText}
        </Typography>
      )}
    </Box>
  );
}
