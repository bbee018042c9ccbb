import { useTranslation } from 'react-i18next';
import { Page } from '../../ui/page.js';

/** What needs attention first, and what the cluster has. */
export function OverviewPage() {
  const { t } = useTranslation();
  return <Page title={t('overview.title')}>{null}</Page>;
}
