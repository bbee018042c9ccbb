import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { Preview } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { Titled } from './titled.js';

/** Whether a replica fits now, on which workers, and why not on the others. */
export function PreviewFit({ placement }: Pick<Preview, 'placement'>) {
  const { t } = useTranslation();
  const { worker, reason, explanation } = placement;
  return (
    <>
      <Alert severity={worker === null ? 'warning' : 'success'} role="status">
        <AlertTitle>
          {worker === null ? t('deployments.deploy.preview.fitsNot') : t('deployments.deploy.preview.fits', { worker })}
        </AlertTitle>
        {reason} {worker === null && t('deployments.deploy.preview.fitsNotHint')}
      </Alert>
      {explanation.candidates.length > 1 && (
        <Titled title={t('deployments.deploy.preview.candidates')}>
          <Lines
            lines={explanation.candidates.map((each) =>
              each.chosen ? `${each.worker} (${t('deployments.deploy.preview.chosen')})` : each.worker,
            )}
          />
        </Titled>
      )}
      {worker !== null && explanation.rejected.length > 0 && (
        <Titled title={t('deployments.deploy.preview.workers')}>
          <Lines
            lines={explanation.rejected.flatMap((group) =>
              group.workers.map((each) => `${each.worker}: ${each.detail}`),
            )}
          />
        </Titled>
      )}
    </>
  );
}

function Lines({ lines }: { readonly lines: readonly string[] }) {
  return (
    <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
      {lines.map((line) => (
        <Typography component="li" variant="body2" key={line}>
          {line}
        </Typography>
      ))}
    </Box>
  );
}
