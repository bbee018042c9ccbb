import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api/session.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';
import { TabLinks } from '../../ui/tab-links.js';
import { AccessTokens } from './access-tokens.js';
import { JoinTokens } from './join-tokens.js';

const tabs = ['tokens', 'join'] as const;

/** Who may do what, and which hosts may join. */
export function AccessPage() {
  const { t } = useTranslation();
  const { tab = 'tokens' } = useSearch({ from: '/signed-in/access' });
  const navigate = useNavigate({ from: '/access' });
  if (!useMay('admin')) {
    return (
      <Page title={t('access.title')}>
        <EmptyState title={t('access.adminOnly')} />
      </Page>
    );
  }
  return (
    <Page title={t('access.title')}>
      <TabLinks
        label={t('access.title')}
        value={tab}
        tabs={tabs.map((value) => ({ value, label: t(`access.tabs.${value}`) }))}
        onChange={(next) => void navigate({ search: { tab: next } })}
      />
      {tab === 'tokens' ? <AccessTokens /> : <JoinTokens />}
    </Page>
  );
}
