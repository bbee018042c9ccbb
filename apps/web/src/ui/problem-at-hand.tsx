import Box from '@mui/material/Box';
import { useEffect, useRef } from 'react';
import { ProblemAlert } from './problem-alert.js';

/** Why what was just asked for was refused, beside its button: brought into view, with the focus, however long the page is. */
export function ProblemAtHand({ error }: { readonly error: unknown }) {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    frame.current?.scrollIntoView({ block: 'nearest' });
    frame.current?.focus();
  }, [error]);
  return (
    <Box ref={frame} tabIndex={0} sx={{ flex: '1 1 100%', minWidth: 0, maxHeight: '40dvh', overflow: 'auto' }}>
      <ProblemAlert error={error} />
    </Box>
  );
}
