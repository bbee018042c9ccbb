import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Link } from '@tanstack/react-router';
import { useRef, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.js';
import { EmptyState } from '../../../ui/empty-state.js';
import { Page } from '../../../ui/page.js';
import { ProblemAtHand } from '../../../ui/problem-at-hand.js';
import { UnsavedGuard } from '../../../ui/unsaved-guard.js';
import { AdvancedSection } from './advanced-section.js';
import { BackendSection } from './backend-section.js';
import { DeployingContext } from './deploying.js';
import { EnvSection } from './env-section.js';
import { ModelSection } from './model-section.js';
import { ParametersSection } from './parameters-section.js';
import { PlacementSection } from './placement-section.js';
import { PreviewPanel } from './preview-panel.js';
import { ResourcesSection } from './resources-section.js';
import { useDeploy } from './use-deploy.js';

/** Where a deployment is written, with what it would start beside it. */
export function DeployPage() {
  const { t } = useTranslation();
  const mayDeploy = useMay('operator');
  return (
    <Page title={t('deployments.deploy.title')} subtitle={t('deployments.deploy.subtitle')}>
      {mayDeploy ? (
        <DeployForm />
      ) : (
        <EmptyState title={t('deployments.deploy.mayNot')} hint={t('deployments.deploy.mayNotHint')} />
      )}
    </Page>
  );
}

function DeployForm() {
  const { deploying, previewed, create, submit, isDirty } = useDeploy();
  const frame = useRef<HTMLFormElement>(null);
  const onSubmit = (event: SyntheticEvent) => {
    event.preventDefault();
    submit();
    // After the faults are drawn: to the first of them.
    setTimeout(() => frame.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  return (
    <DeployingContext value={deploying}>
      <UnsavedGuard isDirty={isDirty} />
      <Box
        sx={{
          display: 'grid',
          gap: 3,
          alignItems: 'start',
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 3fr) minmax(0, 2fr)' },
        }}
      >
        <Box component="form" ref={frame} noValidate onSubmit={onSubmit} sx={{ display: 'grid', gap: 2, minWidth: 0 }}>
          <ModelSection />
          <BackendSection />
          <ParametersSection />
          <EnvSection />
          <ResourcesSection />
          <PlacementSection />
          <AdvancedSection />
          <Actions isBusy={create.isPending} error={create.error} />
        </Box>
        <PreviewPanel previewed={previewed} />
      </Box>
    </DeployingContext>
  );
}

function Actions({ isBusy, error }: { readonly isBusy: boolean; readonly error: unknown }) {
  const { t } = useTranslation();
  return (
    <Box
      sx={{
        position: 'sticky',
        bottom: 0,
        zIndex: 1,
        py: 1.5,
        display: 'flex',
        gap: 1,
        flexWrap: 'wrap',
        justifyContent: 'flex-end',
        bgcolor: 'background.default',
        borderTop: 1,
        borderColor: 'divider',
      }}
    >
      {Boolean(error) && <ProblemAtHand error={error} />}
      <Button component={Link} to="/deployments">
        {t('actions.cancel')}
      </Button>
      <Button type="submit" variant="contained" loading={isBusy}>
        {t('deployments.deploy.submit')}
      </Button>
    </Box>
  );
}
