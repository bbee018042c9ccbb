import Box from '@mui/material/Box';
import { monospace } from '../app/theme.js';

/** Words as a container gets them: what stands in one box is one argument. */
export function CommandWords({ words, label }: { readonly words: readonly string[]; readonly label?: string }) {
  return (
    <Box
      component="ul"
      aria-label={label}
      sx={{ m: 0, p: 0, listStyle: 'none', display: 'flex', flexWrap: 'wrap', gap: 0.5 }}
    >
      {words.map((word, index) => (
        <Box
          component="li"
          key={`${index} ${word}`}
          sx={{
            px: 0.75,
            py: 0.25,
            borderRadius: 1,
            bgcolor: 'action.hover',
            border: 1,
            borderColor: 'divider',
            fontFamily: monospace,
            fontSize: 12.5,
            overflowWrap: 'anywhere',
            whiteSpace: 'pre-wrap',
          }}
        >
          {word === '' ? "''" : word}
        </Box>
      ))}
    </Box>
  );
}
