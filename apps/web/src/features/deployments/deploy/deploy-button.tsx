import Button from '@mui/material/Button';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.js';

/** The way to a new deployment; not offered to who may only look. */
export function DeployButton() {
  const { t } = useTranslation();
  if (!useMay('operator')) return null;
  return (
    <Button variant="contained" component={Link} to="/deployments/new">
      {t('deployments.deploy.open')}
    </Button>
  );
}
