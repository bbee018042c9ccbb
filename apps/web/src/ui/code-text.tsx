import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { monospace } from '../app/theme.js';
import { CopyButton } from './copy-button.js';

/** Something that is typed or read letter by letter: a digest, an id, a word of a command. */
export function Code({ children }: { readonly children: ReactNode }) {
  return (
    <Box component="code" sx={{ fontFamily: monospace, fontSize: '0.92em', overflowWrap: 'anywhere' }}>
      {children}
    </Box>
  );
}

/** A text of several lines as it is, with a button that copies it. */
export function CodeBlock({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <Box sx={{ position: 'relative', border: 1, borderColor: 'divider', borderRadius: 1, bgcolor: 'action.hover' }}>
      <Box
        component="pre"
        tabIndex={0}
        role="region"
        aria-label={label}
        sx={{ m: 0, p: 1.5, pr: 6, overflow: 'auto', fontFamily: monospace, fontSize: 13, maxHeight: 420 }}
      >
        {text}
      </Box>
      <Box sx={{ position: 'absolute', top: 4, right: 4 }}>
        <CopyButton text={text} />
      </Box>
    </Box>
  );
}
