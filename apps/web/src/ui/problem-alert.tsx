import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { FieldError } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { problemIn } from '../api/client.js';
import { monospace } from '../app/theme.js';
import { detailOf, marksOf } from './problem-text.js';
import { useConsoleHint } from './use-console-hint.js';

/** What went wrong: title, detail, each field at fault, the hint, the code and, where the logs tell more, the id to search them for; and a way to try again. */
export function ProblemAlert({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const { t } = useTranslation();
  const problem = problemIn(error);
  const detail = detailOf(problem);
  const hint = useConsoleHint()(problem);
  return (
    <Alert
      severity="error"
      action={
        onRetry && (
          <Button color="inherit" size="small" onClick={onRetry}>
            {t('actions.retry')}
          </Button>
        )
      }
    >
      <AlertTitle>{problem.title}</AlertTitle>
      {detail && <Typography variant="body2">{detail}</Typography>}
      <FieldErrors errors={problem.errors ?? []} />
      {hint && (
        <Typography variant="body2" sx={{ mt: 1 }}>
          {t('states.hint')}: {hint}
        </Typography>
      )}
      <Typography variant="caption" component="p" sx={{ mt: 1, fontFamily: monospace }}>
        {marksOf(problem)}
      </Typography>
    </Alert>
  );
}

function FieldErrors({ errors }: { readonly errors: readonly FieldError[] }) {
  const hint = useConsoleHint();
  if (errors.length === 0) return null;
  return (
    <Box component="ul" sx={{ my: 1, pl: 2.5 }}>
      {errors.map((error) => (
        <li key={`${error.path.join('.')} ${error.code} ${error.line ?? ''}`}>
          <Box component="span" sx={{ fontFamily: monospace }}>
            {error.line === undefined ? '' : `${error.line}:${error.column ?? 1} `}
            {error.path.join(error.code === 'conflict' ? '/' : '.')}
          </Box>{' '}
          {error.detail}
          {error.hint ? ` ${hint(error) ?? ''}` : ''}
        </li>
      ))}
    </Box>
  );
}
