import Chip from '@mui/material/Chip';
import Typography from '@mui/material/Typography';
import type { DeploymentView } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';

/** The backend and version that a deployment runs, and whether the backend has been changed since. */
export function BackendOf({ deployment }: { readonly deployment: DeploymentView }) {
  const { t } = useTranslation();
  const { spec, backendRevision: running, currentBackendRevision: current } = deployment;
  return (
    <>
      <Typography variant="body2" component="span">
        {spec.backend} {spec.version ?? t('deployments.auto')}
      </Typography>{' '}
      <Typography variant="caption" component="span" color="textSecondary">
        {t('deployments.revision', { revision: running })}
      </Typography>{' '}
      {current !== null && current !== running && (
        <Chip size="small" color="warning" variant="outlined" label={t('deployments.drift', { running, current })} />
      )}
    </>
  );
}
