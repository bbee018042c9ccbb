import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { EmptyState } from './empty-state.js';

/** There is no such page. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <EmptyState
      title={t('states.notFound')}
      hint={t('states.notFoundHint')}
      action={
        <Button variant="contained" href="/">
          {t('pages.overview')}
        </Button>
      }
    />
  );
}
