import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import { useId, type ReactNode } from 'react';

/** One part of the form, with its heading. */
export function Section(props: { readonly title: string; readonly hint?: string; readonly children: ReactNode }) {
  const title = useId();
  return (
    <Card component="section" aria-labelledby={title} sx={{ p: 2, display: 'grid', gap: 2, overflow: 'visible' }}>
      <div>
        <Typography id={title} variant="h2">
          {props.title}
        </Typography>
        {props.hint && (
          <Typography variant="body2" color="textSecondary">
            {props.hint}
          </Typography>
        )}
      </div>
      {props.children}
    </Card>
  );
}

/** Fields side by side where there is room. */
export const columns = {
  display: 'grid',
  gap: 2,
  gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 240px), 1fr))',
  alignItems: 'start',
} as const;
