import { useTranslation } from 'react-i18next';
import { RelativeTime } from '../../ui/relative-time.js';

/** When a token was made, and by whom. */
export function Made({ createdAt, createdBy }: { readonly createdAt: string; readonly createdBy: string }) {
  const { t } = useTranslation();
  return (
    <>
      <RelativeTime at={createdAt} /> {t('access.by', { name: createdBy })}
    </>
  );
}

/** When a token ends. */
export function Ends({ expiresAt }: { readonly expiresAt: string | null }) {
  const { t } = useTranslation();
  return expiresAt === null ? t('access.never') : <RelativeTime at={expiresAt} />;
}
