import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useEffect, type ReactNode } from 'react';

/** The frame of every page: its heading, what one can do here, and the content. Also names the browser's tab. */
export function Page(props: {
  readonly title: string;
  readonly subtitle?: ReactNode;
  /** A picture beside the heading. */
  readonly picture?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${props.title} · Enginehouse`;
  }, [props.title]);
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 2.5 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center', minHeight: 40 }}>
        {props.picture}
        <Box sx={{ flex: '1 1 240px', minWidth: 0 }}>
          <Typography variant="h1">{props.title}</Typography>
          {props.subtitle && (
            <Typography color="textSecondary" variant="body2" component="div">
              {props.subtitle}
            </Typography>
          )}
        </Box>
        {props.actions && <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap' }}>{props.actions}</Box>}
      </Box>
      {props.children}
    </Box>
  );
}
