import Stack from '@mui/material/Stack';
import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { problemIn } from '../../../api/client.js';
import { useMay } from '../../../api/session.js';
import { Gone } from '../../../ui/gone.js';
import { PageSkeleton } from '../../../ui/page-skeleton.js';
import { ProblemAlert } from '../../../ui/problem-alert.js';
import { ButtonLink } from '../../../ui/router-links.js';
import { SidePanel } from '../../../ui/side-panel.js';
import { useHistory } from '../../history/use-history.js';
import { useBackend } from '../edit/use-backend.js';
import { BackendAbout } from './backend-about.js';
import { useClose } from './use-close.js';
import { VersionList } from './version-list-view.js';

/** One backend with its versions, over the list. */
export function BackendPanel() {
  const { name } = useParams({ from: '/signed-in/backends/$name' });
  const { data, error, isPending, refetch } = useBackend(name);
  useTabTitle(data?.name ?? name);
  const close = useClose();
  const isGone = error !== null && problemIn(error).code === 'backend-not-found';
  if (isGone) return <GoneBackend name={name} />;
  return (
    <SidePanel open width={760} title={data?.name ?? name} footer={<Footer name={name} />} onClose={close}>
      {isPending && <PageSkeleton />}
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {data && (
        <Stack spacing={4}>
          <BackendAbout backend={data} />
          <VersionList backend={data} />
        </Stack>
      )}
    </SidePanel>
  );
}

/** One that is not there: where it was deleted, its history says by whom, and brings it back. */
function GoneBackend({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const last = useHistory(name).data?.at(-1);
  const was = last?.type === 'BackendDeleted' ? { actor: last.actor, at: last.at } : undefined;
  const action = last && (
    <ButtonLink variant="contained" to="/backends/$name/history" params={{ name }}>
      {t('backendMenu.history')}
    </ButtonLink>
  );
  return (
    <SidePanel open width={760} title={name} onClose={useClose()}>
      <Gone name={name} by={was} {...(was ? { hint: t('backendMenu.backFromHistory') } : {})} action={action} />
    </SidePanel>
  );
}

function Footer({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  return (
    <>
      <ButtonLink to="/backends/$name/history" params={{ name }}>
        {t('backendMenu.history')}
      </ButtonLink>
      {useMay('operator') && (
        <ButtonLink variant="contained" to="/backends/$name/edit" params={{ name }}>
          {t('actions.edit')}
        </ButtonLink>
      )}
    </>
  );
}

/** The list behind has its name in the browser's tab again when this closes. */
function useTabTitle(name: string): void {
  useEffect(() => {
    const before = document.title;
    document.title = `${name} · Enginehouse`;
    return () => {
      document.title = before;
    };
  }, [name]);
}
