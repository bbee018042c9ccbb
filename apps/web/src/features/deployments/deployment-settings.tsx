import type { DeploymentView } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { CodeBlock } from '../../ui/code-text.js';

/** What was wished, as it was written; secret values are masked. */
export function DeploymentSettings({ deployment }: { readonly deployment: DeploymentView }) {
  const { t } = useTranslation();
  return <CodeBlock label={t('deployments.tabs.settings')} text={JSON.stringify(deployment.spec, null, 2)} />;
}
