import { useTranslation } from 'react-i18next';
import { monospace } from '../../../app/theme.js';
import { FormField } from './form-field.js';

const typed = { slotProps: { htmlInput: { style: { fontFamily: monospace }, spellCheck: false } } } as const;

/** Image and command of this deployment only. */
export function ImageFields({ required = false }: { readonly required?: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <FormField
        name="imageName"
        field="imageName"
        label={t('deployments.deploy.imageName')}
        {...(required ? {} : { help: t('deployments.deploy.overrideHint') })}
        more={{ ...typed, required }}
      />
      <FormField
        name="runCommand"
        field="runCommand"
        label={t('deployments.deploy.runCommand')}
        help={t('deployments.deploy.runCommandHelp', {
          placeholder: '{{model_path}}, {{model_name}}, {{worker_ip}}, {{port}}',
        })}
        more={{ ...typed, required, multiline: true, minRows: 2 }}
      />
    </>
  );
}
