import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { EmptyState } from './empty-state.js';

/** That a filter hides everything, with the way to see it all again. */
export function NothingFound({ title, onClear }: { readonly title?: string; readonly onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <EmptyState
      title={title ?? t('states.nothingFound')}
      hint={t('states.nothingFoundHint')}
      action={
        <Button variant="outlined" onClick={onClear}>
          {t('actions.clearFilters')}
        </Button>
      }
    />
  );
}
