import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { ChoiceField } from '../../../ui/choice-field.js';
import { useWorkers } from '../../workers/use-workers.js';
import { useDeploying } from './deploying.js';
import { FormField } from './form-field.js';
import { columns, Section } from './section.js';

const sources = ['local_path', 'huggingface', 'modelscope'] as const;

/** What the deployment and its model are called, and where the weights are. */
export function ModelSection() {
  const { t } = useTranslation();
  const { form, change } = useDeploying();
  return (
    <Section title={t('deployments.deploy.sections.model')}>
      <Box sx={columns}>
        <FormField
          name="name"
          field="name"
          label={t('deployments.deploy.name')}
          help={t('deployments.deploy.nameHelp')}
          needed={t('deployments.deploy.needed.name')}
          more={{ required: true, autoFocus: true }}
        />
        <FormField
          name="modelName"
          field="modelName"
          label={t('deployments.deploy.modelName')}
          help={t('deployments.deploy.modelNameHelp')}
        />
      </Box>
      <Box sx={{ ...columns, gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: 'minmax(230px, 1fr) minmax(0, 2fr)' } }}>
        <ChoiceField
          label={t('deployments.deploy.source')}
          value={form.source}
          options={sources.map((value) => ({ value, label: t(`deployments.deploy.sources.${value}`) }))}
          onChange={(source) => change({ source: source ?? 'local_path' })}
        />
        <Weights />
      </Box>
    </Section>
  );
}

function Weights() {
  const { t } = useTranslation();
  const { form } = useDeploying();
  const { data } = useWorkers();
  const roots = [...new Set((data ?? []).flatMap(({ modelRoots }) => modelRoots))].join(', ');
  if (form.source === 'local_path') {
    return (
      <FormField
        name="model"
        field="model"
        label={t('deployments.deploy.path')}
        help={roots ? t('deployments.deploy.pathHelp', { roots }) : t('deployments.deploy.pathHelpNone')}
      />
    );
  }
  return (
    <Box sx={columns}>
      <FormField
        name="model"
        field="model"
        label={t('deployments.deploy.repo')}
        help={t('deployments.deploy.repoHelp')}
      />
      <FormField name="modelRevision" field="model.revision" label={t('deployments.deploy.modelRevision')} />
    </Box>
  );
}
