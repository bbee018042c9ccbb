import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PageSkeleton } from '../../../ui/page-skeleton.js';
import { ProblemAlert } from '../../../ui/problem-alert.js';
import { SidePanel } from '../../../ui/side-panel.js';
import { PreviewPane } from '../edit/preview-pane.js';
import { useBackend } from '../edit/use-backend.js';
import { useClose } from './use-close.js';

/** What a container of a backend would be started with, version by version. */
export function PreviewPanel() {
  const { t } = useTranslation();
  const { name } = useParams({ from: '/signed-in/backends/$name/preview' });
  const { data, error, isPending, refetch } = useBackend(name);
  return (
    <SidePanel open title={t('backendMenu.previewOf', { name })} onClose={useClose()}>
      {isPending && <PageSkeleton />}
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {data && <PreviewPane definition={data.definition} current />}
    </SidePanel>
  );
}
