import Typography from '@mui/material/Typography';
import { useId, type ReactNode } from 'react';

/** A part of the preview with its heading. */
export function Titled({
  title,
  action,
  children,
}: {
  readonly title: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} style={{ minWidth: 0 }}>
      <Typography
        id={id}
        variant="h3"
        gutterBottom
        sx={{ display: 'flex', alignItems: 'center', gap: 0.5, minHeight: 30 }}
      >
        {title}
      </Typography>
      {children}
      {action}
    </section>
  );
}
