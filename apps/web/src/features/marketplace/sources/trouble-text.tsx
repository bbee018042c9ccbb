import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Typography from '@mui/material/Typography';
import type { Problem } from '@enginehouse/contracts';
import { Code } from '../../../ui/code-text.js';
import { useConsoleHint } from '../../../ui/use-console-hint.js';

/** Why a sync failed. */
export function TroubleText({ problem }: { readonly problem: Problem }) {
  const hint = useConsoleHint()(problem);
  return (
    <Alert severity="error">
      <AlertTitle>{problem.title}</AlertTitle>
      <Typography variant="body2">{problem.detail}</Typography>
      {hint && <Typography variant="body2">{hint}</Typography>}
      <Typography variant="caption" component="p" sx={{ mt: 1 }}>
        <Code>{problem.code}</Code>
      </Typography>
    </Alert>
  );
}
