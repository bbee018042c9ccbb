import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api/session.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';
import { TabLinks } from '../../ui/tab-links.js';
import { AccessTokens } from './access-tokens.js';
import { JoinTokens } from './join-tokens.js';
import { WebhookList } from './webhooks/webhook-list.js';

const tabs = ['tokens', 'join', 'webhooks'] as const;
const forEverybody = ['webhooks'] as const;

/** Who may do what, which hosts may join, and who is told of events. */
export function AccessPage() {
  const { t } = useTranslation();
  const isAdmin = useMay('admin');
  const shown = isAdmin ? tabs : forEverybody;
  const { tab = isAdmin ? 'tokens' : 'webhooks' } = useSearch({ from: '/signed-in/access' });
  const navigate = useNavigate({ from: '/access' });
  const mayNot = !isAdmin && tab !== 'webhooks';
  return (
    <Page title={t('access.title')}>
      <TabLinks
        label={t('access.title')}
        value={mayNot ? false : tab}
        tabs={shown.map((value) => ({ value, label: t(`access.tabs.${value}`) }))}
        onChange={(next) => void navigate({ search: { tab: next } })}
      />
      {mayNot && <EmptyState title={t('access.adminOnly')} />}
      {isAdmin && tab === 'tokens' && <AccessTokens />}
      {isAdmin && tab === 'join' && <JoinTokens />}
      {tab === 'webhooks' && <WebhookList />}
    </Page>
  );
}
