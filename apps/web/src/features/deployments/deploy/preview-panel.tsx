import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import type { Preview, PreviewWarning } from '@enginehouse/contracts';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Code } from '../../../ui/code-text.js';
import { PageSkeleton } from '../../../ui/page-skeleton.js';
import { ProblemAlert } from '../../../ui/problem-alert.js';
import { useConsoleHint } from '../../../ui/use-console-hint.js';
import { Commands } from './commands.js';
import type { DraftInput } from './deploy-form.js';
import { useDeploying } from './deploying.js';
import { PreviewArguments } from './preview-arguments.js';
import { PreviewDetails } from './preview-details.js';
import { PreviewEnvironment } from './preview-environment.js';
import { WarningAlert } from './warning-alert.js';
import { PreviewFit } from './preview-fit.js';
import { advice, refusalsOf } from './refusals.js';
import { Titled } from './titled.js';
import { isUnfinishedCustom, type Previewed } from './use-preview.js';

/** What would run and where it fits, before anything is started. */
export function PreviewPanel({ previewed }: { readonly previewed: Previewed }) {
  const { t } = useTranslation();
  const title = useId();
  const { chosen, spec } = useDeploying();
  const { preview, error, isLoading, isOld } = previewed;
  const why = whyEmpty(spec, previewed);
  return (
    <Card
      component="section"
      aria-labelledby={title}
      tabIndex={0}
      sx={{
        p: 2,
        display: 'grid',
        gridTemplateColumns: 'minmax(0, 1fr)',
        gap: 2,
        minWidth: 0,
        position: { lg: 'sticky' },
        top: { lg: 72 },
        maxHeight: { lg: 'calc(100dvh - 96px)' },
        overflow: 'auto',
      }}
    >
      <Typography id={title} variant="h2">
        {t('deployments.deploy.preview.title')}
      </Typography>
      {why && <Typography color="textSecondary">{t(`deployments.deploy.preview.${why}`)}</Typography>}
      {isLoading && <PageSkeleton />}
      {Boolean(error) && <ProblemAlert error={error} />}
      {isOld && chosen.backend !== undefined && preview && (
        <Alert severity="info">{t('deployments.deploy.preview.mend')}</Alert>
      )}
      {preview && chosen.backend !== undefined && !error && <Shown preview={preview} />}
      {chosen.backend !== undefined && spec.name !== undefined && <Commands spec={spec} />}
    </Card>
  );
}

/** Nothing is shown before a backend is chosen, and while the wish is not one that could run. */
function whyEmpty(spec: DraftInput, { isOld, preview }: Previewed) {
  if (spec.backend === undefined) return 'choose';
  if (!isOld || preview) return undefined;
  return isUnfinishedCustom(spec) ? 'custom' : 'mendFirst';
}

function Shown({ preview }: { readonly preview: Preview }) {
  const { t } = useTranslation();
  const { backend, version, framework, image, imageNote } = preview;
  const refusals = refusalsOf(preview);
  return (
    <>
      <Refusals refusals={refusals} />
      <PreviewFit placement={preview.placement} claim={preview.claim} isRefused={refusals.length > 0} />
      <Warnings warnings={advice(preview)} />
      <Titled title={t('deployments.deploy.preview.image')}>
        <Code>{image}</Code>
        <Typography variant="body2" color="textSecondary">
          {t('deployments.deploy.preview.ofVersion', { backend, version: version ?? '', framework })} · {imageNote}
        </Typography>
      </Titled>
      <PreviewArguments preview={preview} />
      <PreviewEnvironment variables={preview.environment} />
      <PreviewDetails preview={preview} />
    </>
  );
}

/** What submitting would be answered with, before it is. */
function Refusals({ refusals }: { readonly refusals: readonly PreviewWarning[] }) {
  const { t } = useTranslation();
  const hint = useConsoleHint();
  if (refusals.length === 0) return null;
  return (
    <Alert severity="error" sx={{ '& .MuiAlert-message': { minWidth: 0, overflowWrap: 'anywhere' } }}>
      <AlertTitle>{t('deployments.deploy.preview.refused')}</AlertTitle>
      {refusals.map((refusal) => (
        <Typography key={refusal.code} variant="body2">
          {refusal.detail} {hint(refusal)}
        </Typography>
      ))}
    </Alert>
  );
}

function Warnings({ warnings }: { readonly warnings: readonly PreviewWarning[] }) {
  if (warnings.length === 0) return null;
  return (
    <Box sx={{ display: 'grid', gap: 1 }}>
      {warnings.map((warning) => (
        <WarningAlert key={`${warning.code} ${warning.detail}`} warning={warning} />
      ))}
    </Box>
  );
}
