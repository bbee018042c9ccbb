import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { DeliveryAttempt } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { Code, CodeBlock } from '../../../ui/code-text.js';

/** What became of one request: status, time, why it does not count, and what the receiver answered. */
export function Attempt({ attempt }: { readonly attempt: DeliveryAttempt }) {
  const { t } = useTranslation();
  const { status, durationMs, error, answer, requestId } = attempt;
  return (
    <Box sx={{ display: 'grid', gap: 1, minWidth: 0 }}>
      <Typography variant="body2">
        {[
          status === null ? t('webhooks.noAnswer') : t('webhooks.answered', { status }),
          t('webhooks.took', { ms: durationMs }),
          ...(error === null ? [] : [error]),
        ].join(' · ')}
      </Typography>
      {answer !== '' && <CodeBlock label={`${t('webhooks.answer')} (${requestId.slice(-6)})`} text={answer} />}
      <Typography variant="caption" color="textSecondary">
        {t('webhooks.request')} <Code>{requestId}</Code>
      </Typography>
    </Box>
  );
}
