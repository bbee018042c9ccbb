import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import type { SourceView } from '@enginehouse/contracts';
import { Link as RouterLink } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

/** Says which sources need somebody: those that fail again and again, and those signed with another key. */
export function SourceAlarms({ sources }: { readonly sources: readonly SourceView[] }) {
  const { t } = useTranslation();
  const alarming = sources.filter(({ state, offeredKey }) => state === 'alarm' || offeredKey !== null);
  if (alarming.length === 0) return null;
  return (
    <Alert
      severity="warning"
      action={
        <Button color="inherit" size="small" component={RouterLink} to="/marketplace/sources">
          {t('market.manageSources')}
        </Button>
      }
    >
      {t('market.alarms', { count: alarming.length })}: {alarming.map(({ name }) => name).join(', ')}
    </Alert>
  );
}
