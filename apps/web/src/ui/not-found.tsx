import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { EmptyState } from './empty-state.js';
import { Page } from './page.js';

/** There is no such page. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <Page title={t('states.notFound')}>
      <EmptyState
        title={t('states.notFoundHint')}
        action={
          <Button variant="contained" href="/">
            {t('pages.overview')}
          </Button>
        }
      />
    </Page>
  );
}
