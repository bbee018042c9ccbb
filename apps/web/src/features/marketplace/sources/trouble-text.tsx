import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Typography from '@mui/material/Typography';
import type { Problem } from '@enginehouse/contracts';
import { Code } from '../../../ui/code-text.js';

/** Why a sync failed. */
export function TroubleText({ problem }: { readonly problem: Problem }) {
  return (
    <Alert severity="error">
      <AlertTitle>{problem.title}</AlertTitle>
      <Typography variant="body2">{problem.detail}</Typography>
      {problem.hint && <Typography variant="body2">{problem.hint}</Typography>}
      <Typography variant="caption" component="p" sx={{ mt: 1 }}>
        <Code>{problem.code}</Code>
      </Typography>
    </Alert>
  );
}
