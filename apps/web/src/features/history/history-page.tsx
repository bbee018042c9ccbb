import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import type { HistoryEntry } from '@enginehouse/contracts';
import { useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api/session.js';
import { Page } from '../../ui/page.js';
import { PageSkeleton } from '../../ui/page-skeleton.js';
import { ProblemAlert } from '../../ui/problem-alert.js';
import { TextLink } from '../../ui/router-links.js';
import { TabLinks } from '../../ui/tab-links.js';
import { Comparison } from './comparison.js';
import { RollBack } from './roll-back.js';
import { StateView } from './state-view.js';
import { Timeline } from './timeline.js';
import { useChangeShown } from './use-change-shown.js';
import { useHistory } from './use-history.js';

/** What a backend was and who changed it, also of a deleted one; two revisions compared, and the way back to one. */
export function HistoryPage() {
  const { t } = useTranslation();
  const { name } = useParams({ from: '/signed-in/backends/$name/history' });
  const mayChange = useMay('operator');
  const [target, setTarget] = useState<number>();
  const { data, error, isPending, refetch } = useHistory(name);
  const isDeleted = data?.at(-1)?.type === 'BackendDeleted';
  return (
    <Page
      title={t('history.title', { name })}
      subtitle={<Above name={name} isDeleted={isDeleted} changes={data?.length} />}
    >
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {isPending && <PageSkeleton />}
      {isDeleted && <Alert severity="info">{t('history.deletedHint')}</Alert>}
      {data && (
        <Box
          sx={{ display: 'grid', gap: 3, gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: '420px minmax(0, 1fr)' } }}
        >
          <Timeline history={data} onRollBack={mayChange ? setTarget : undefined} />
          <Views name={name} history={data} />
        </Box>
      )}
      {data && target !== undefined && (
        <RollBack name={name} history={data} target={target} onClose={() => setTarget(undefined)} />
      )}
    </Page>
  );
}

function Above(props: { readonly name: string; readonly isDeleted: boolean; readonly changes: number | undefined }) {
  const { t } = useTranslation();
  const { name, isDeleted, changes } = props;
  return (
    <>
      <TextLink to="/backends">{t('backends.title')}</TextLink>
      {!isDeleted && (
        <>
          {' · '}
          <TextLink to="/backends/$name" params={{ name }}>
            {name}
          </TextLink>
        </>
      )}
      {changes !== undefined && ` · ${t('history.subtitle', { count: changes })}`}
    </>
  );
}

function Views({ name, history }: { readonly name: string; readonly history: readonly HistoryEntry[] }) {
  const { t } = useTranslation();
  const { view = 'changes' } = useSearch({ from: '/signed-in/backends/$name/history' });
  const change = useChangeShown();
  return (
    <Box
      component="section"
      ref={useBringIntoView()}
      aria-label={t('history.views.label')}
      sx={{ minWidth: 0, scrollMarginTop: 72 }}
    >
      <TabLinks
        label={t('history.views.label')}
        value={view}
        tabs={(['changes', 'state'] as const).map((value) => ({ value, label: t(`history.views.${value}`) }))}
        onChange={(next) => change({ view: next })}
      />
      <Box sx={{ pt: 2.5 }}>
        {view === 'changes' ? (
          <Comparison name={name} history={history} />
        ) : (
          <StateView name={name} history={history} />
        )}
      </Box>
    </Box>
  );
}

/** Where it lies below the changes, on small screens, what was asked for comes up. */
function useBringIntoView() {
  const { view, from, to, revision } = useSearch({ from: '/signed-in/backends/$name/history' });
  const section = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    const wasFirst = isFirst.current;
    isFirst.current = false;
    const top = section.current?.getBoundingClientRect().top ?? 0;
    if (!wasFirst && (top < 0 || top > window.innerHeight / 2)) section.current?.scrollIntoView({ block: 'start' });
  }, [view, from, to, revision]);
  return section;
}
