import Alert from '@mui/material/Alert';
import { useTranslation } from 'react-i18next';
import { useLiveState } from '../api/live.js';

/** Says so when the page may no longer show the present. */
export function ConnectionBanner() {
  const { t } = useTranslation();
  const state = useLiveState();
  return (
    <div role="status">
      {state === 'lost' && (
        <Alert severity="warning" square>
          {t('app.live.lost')}
        </Alert>
      )}
    </div>
  );
}
