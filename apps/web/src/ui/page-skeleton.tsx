import Skeleton from '@mui/material/Skeleton';
import Stack from '@mui/material/Stack';
import { useTranslation } from 'react-i18next';

/** What stands where a page will be. */
export function PageSkeleton() {
  const { t } = useTranslation();
  return (
    <Stack role="status" aria-label={t('states.loading')} spacing={2}>
      <Skeleton variant="text" width={220} height={40} />
      <Skeleton variant="rounded" height={48} />
      <Skeleton variant="rounded" height={180} />
    </Stack>
  );
}
