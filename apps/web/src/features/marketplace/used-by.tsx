import { useTranslation } from 'react-i18next';

/** How many deployments use it. */
export function UsedBy({ deployments }: { readonly deployments: number | null }) {
  const { t } = useTranslation();
  return <>{deployments === null ? t('market.usageUnknown') : t('market.usedBy', { count: deployments })}</>;
}
