import Button from '@mui/material/Button';
import type { BackendView } from '@enginehouse/contracts';
import { useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.js';
import { EmptyState } from '../../../ui/empty-state.js';
import { Page } from '../../../ui/page.js';
import { PageSkeleton } from '../../../ui/page-skeleton.js';
import { ProblemAlert } from '../../../ui/problem-alert.js';
import { useBackends } from '../use-backends.js';
import { BackendEditor } from './backend-editor.js';
import { newVersion, type Draft } from './draft.js';
import { startOf } from './start-of.js';
import { useBackendNow } from './use-backend.js';

/** A custom backend that is not there yet. */
export function NewBackendPage() {
  const { t } = useTranslation();
  const mayEdit = useMay('operator');
  const { view = 'form' } = useSearch({ from: '/signed-in/backends/new' });
  const navigate = useNavigate({ from: '/backends/new' });
  const router = useRouter();
  const { data } = useBackends(undefined);
  const [first] = useState(() => newVersion());
  const draft = useCallback((): Draft => ({ backend_name: '', versions: [first] }), [first]);
  const existingNames = useStable(namesOf(data));
  if (!mayEdit) return <NotAllowed title={t('backendEdit.newTitle')} />;
  return (
    <BackendEditor
      title={t('backendEdit.newTitle')}
      subtitle={() => t('backendEdit.newHint')}
      source="custom"
      existingNames={existingNames}
      draft={draft}
      opened={[first.id]}
      side={view}
      onSide={(side) => void navigate({ search: (before) => ({ ...before, view: side }) })}
      onLeave={() => router.history.push('/backends')}
    />
  );
}

const namesOf = (backends: readonly { readonly name: string }[] | undefined): readonly string[] =>
  (backends ?? []).map(({ name }) => name);

/** The same list as long as it holds the same names. */
function useStable(names: readonly string[]): readonly string[] {
  const [kept, setKept] = useState(names);
  const isSame = kept.length === names.length && kept.every((name, index) => name === names[index]);
  if (!isSame) setKept(names);
  return isSame ? kept : names;
}

/** A backend that is there. */
export function EditBackendPage() {
  const { name } = useParams({ from: '/signed-in/backends/$name/edit' });
  return <LoadedBackend key={name} name={name} />;
}

function LoadedBackend({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const mayEdit = useMay('operator');
  const { data, error, refetch } = useBackendNow(name);
  const title = t('backendEdit.editTitle', { name });
  if (!mayEdit) return <NotAllowed title={title} />;
  if (error && !data) {
    return (
      <Page title={title}>
        <ProblemAlert error={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  return data ? <EditBackend view={data} /> : <PageSkeleton />;
}

function EditBackend({ view: live }: { readonly view: BackendView }) {
  const { t } = useTranslation();
  const { name } = live;
  const { view = 'form', version } = useSearch({ from: '/signed-in/backends/$name/edit' });
  const navigate = useNavigate({ from: '/backends/$name/edit' });
  const router = useRouter();
  // What others change meanwhile must not run into what is being typed.
  const [saved] = useState(live);
  const [start] = useState(() => startOf(saved, version === 'new'));
  return (
    <BackendEditor
      title={t('backendEdit.editTitle', { name })}
      subtitle={(base = saved) => t('backendEdit.editHint', { revision: base.revision })}
      source={saved.source}
      saved={saved}
      live={live}
      draft={() => start.draft}
      opened={start.opened}
      side={view}
      onSide={(side) => void navigate({ search: (before) => ({ ...before, view: side }) })}
      onLeave={() => router.history.push(`/backends/${encodeURIComponent(name)}`)}
    />
  );
}

function NotAllowed({ title }: { readonly title: string }) {
  const { t } = useTranslation();
  return (
    <Page title={title}>
      <EmptyState
        title={t('backendEdit.noOperator')}
        hint={t('backendEdit.noOperatorHint')}
        action={
          <Button variant="contained" href="/backends">
            {t('pages.backends')}
          </Button>
        }
      />
    </Page>
  );
}
