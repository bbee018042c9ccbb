import Link from '@mui/material/Link';
import { Link as RouterLink, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Page } from '../../../ui/page.js';
import { PageSkeleton } from '../../../ui/page-skeleton.js';
import { ProblemAlert } from '../../../ui/problem-alert.js';
import { entryPath } from '../entry-path.js';
import { useEntryUpdate } from '../use-market.js';
import { UpdateReview } from './update-review.js';

/** What updating an enabled entry would do, field by field; and does it. */
export function UpdatePage() {
  const { t } = useTranslation();
  const { source, name } = useParams({ from: '/signed-in/marketplace/$source/$name/update' });
  const { data, error, isPending, refetch } = useEntryUpdate(source, name);
  return (
    <Page
      title={t('market.updateTitle', { name })}
      subtitle={
        <>
          <Link component={RouterLink} to="/marketplace">
            {t('market.title')}
          </Link>
          {' / '}
          <Link component={RouterLink} to={entryPath({ source, name })}>
            {name}
          </Link>
          {data && ` · ${t('market.updateBase', { revision: data.catalogRevision })}`}
        </>
      }
    >
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {isPending && <PageSkeleton />}
      {data && <UpdateReview key={`${source}/${name}`} update={data} />}
    </Page>
  );
}
