import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';

/** Nothing is here: says so, and what to do about it. */
export function EmptyState(props: { readonly title: string; readonly hint?: string; readonly action?: ReactNode }) {
  return (
    <Box sx={{ py: 8, px: 2, textAlign: 'center' }}>
      <Typography variant="h2" component="p" gutterBottom>
        {props.title}
      </Typography>
      {props.hint && (
        <Typography color="textSecondary" sx={{ mb: 3, maxWidth: 520, mx: 'auto' }}>
          {props.hint}
        </Typography>
      )}
      {props.action}
    </Box>
  );
}
