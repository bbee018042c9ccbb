import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Typography from '@mui/material/Typography';
import type { PreviewWarning } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { Code } from '../../../ui/code-text.js';
import { useConsoleHint } from '../../../ui/use-console-hint.js';
import { warningTitle } from './warning-titles.js';

/** One thing that probably is not as it was meant: in plain words, with its code for who looks it up. */
export function WarningAlert({ warning }: { readonly warning: PreviewWarning }) {
  const { t } = useTranslation();
  const hint = useConsoleHint();
  return (
    <Alert severity="warning" sx={{ '& .MuiAlert-message': { minWidth: 0, overflowWrap: 'anywhere' } }}>
      <AlertTitle sx={{ fontSize: 14 }}>
        {t(`deployments.deploy.preview.warningTitles.${warningTitle(warning.code)}`)}{' '}
        <Typography variant="caption" component="span">
          <Code>{warning.code}</Code>
        </Typography>
      </AlertTitle>
      {warning.detail} {hint(warning)}
    </Alert>
  );
}
