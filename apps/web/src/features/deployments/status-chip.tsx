import type { DeploymentView } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { StateChip } from '../../ui/state-chip.js';
import { deploymentMoods, isInTrouble } from './moods.js';
import { shownStatus } from './scaling.js';

/** How a deployment is, in a word. */
export function StatusChip({ deployment }: { readonly deployment: DeploymentView }) {
  const { t } = useTranslation();
  if (isInTrouble(deployment)) return <StateChip mood="warning" label={t('deployments.statuses.trouble')} />;
  return (
    <StateChip mood={deploymentMoods[deployment.status]} label={t(`deployments.statuses.${shownStatus(deployment)}`)} />
  );
}
