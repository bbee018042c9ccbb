import Chip from '@mui/material/Chip';
import Typography from '@mui/material/Typography';
import type { DeploymentView } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api/session.js';
import { TextLink } from '../../ui/router-links.js';

/** The backend and version that a deployment runs, and whether the backend has been changed since; then the way to roll it. */
export function BackendOf({ deployment }: { readonly deployment: DeploymentView }) {
  const { t } = useTranslation();
  const mayRoll = useMay('operator');
  const { name, spec, roll, backendRevision: running, currentBackendRevision: current } = deployment;
  const isOld = current !== null && current !== running;
  const isRolling = roll?.state === 'rolling' || roll?.state === 'returning';
  return (
    <>
      <Typography variant="body2" component="span">
        <TextLink to="/backends/$name" params={{ name: spec.backend }}>
          {spec.backend}
        </TextLink>{' '}
        {spec.version ?? t('deployments.auto')}
      </Typography>{' '}
      <Typography variant="caption" component="span" color="textSecondary">
        {t('deployments.revision', { revision: running })}
      </Typography>{' '}
      {isOld && (
        <Chip size="small" color="warning" variant="outlined" label={t('deployments.drift', { running, current })} />
      )}{' '}
      {isOld && mayRoll && !isRolling && (
        <TextLink
          to="/deployments/$name"
          params={{ name }}
          search={{ roll: true }}
          variant="body2"
          aria-label={t('deployments.roll.openFor', { name })}
        >
          {t('deployments.roll.open')}
        </TextLink>
      )}
    </>
  );
}
