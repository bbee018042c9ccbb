import Link from '@mui/material/Link';
import type { EntryView } from '@enginehouse/contracts';
import { Link as RouterLink, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Page } from '../../../ui/page.js';
import { PageSkeleton } from '../../../ui/page-skeleton.js';
import { ProblemAlert } from '../../../ui/problem-alert.js';
import { TabLinks } from '../../../ui/tab-links.js';
import { EntryIcon } from '../entry-icon.js';
import { entryTabs } from '../routes.js';
import { useEntry } from '../use-market.js';
import { EntryAbout } from './entry-about.js';
import { EntryActions } from './entry-actions.js';
import { EntryChangelog } from './entry-changelog.js';
import { EntryNotices } from './entry-notices.js';
import { EntryPolicy } from './entry-policy.js';
import { EntryProvenance } from './entry-provenance.js';
import { EntryVersions } from './entry-versions.js';

/** One entry: what it is, where it comes from, and what can be done with it. */
export function EntryPage() {
  const { t } = useTranslation();
  const { source, name } = useParams({ from: '/signed-in/marketplace/$source/$name' });
  const { tab = 'about' } = useSearch({ from: '/signed-in/marketplace/$source/$name' });
  const navigate = useNavigate({ from: '/marketplace/$source/$name' });
  const { data, error, isPending, refetch } = useEntry(source, name);
  if (isPending) return <PageSkeleton />;
  if (!data) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  return (
    <Page
      title={data.name}
      subtitle={<From entry={data} />}
      picture={<EntryIcon entry={data} size={48} />}
      actions={<EntryActions entry={data} />}
    >
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      <EntryNotices entry={data} />
      <TabLinks
        label={data.name}
        value={tab}
        tabs={entryTabs.map((value) => ({ value, label: t(`market.tabs.${value}`) }))}
        onChange={(next) => void navigate({ search: { tab: next }, resetScroll: false })}
      />
      {tab === 'about' && <EntryAbout entry={data} />}
      {tab === 'versions' && <EntryVersions entry={data} />}
      {tab === 'changelog' && <EntryChangelog entry={data} />}
      {tab === 'provenance' && <EntryProvenance entry={data} />}
      {tab === 'policy' && <EntryPolicy entry={data} />}
    </Page>
  );
}

function From({ entry: { source } }: { readonly entry: EntryView }) {
  const { t } = useTranslation();
  return (
    <>
      <Link component={RouterLink} to="/marketplace">
        {t('market.title')}
      </Link>
      {' / '}
      <Link component={RouterLink} to={`/marketplace?source=${source}`}>
        {t('market.fromSource', { source })}
      </Link>
    </>
  );
}
