import Box from '@mui/material/Box';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { monospace } from '../../app/theme.js';
import { lineDiff, type DiffLine } from './line-diff.js';

const marks = { same: ' ', removed: '−', added: '+' } as const;
const tints = { same: undefined, removed: 'error.main', added: 'success.main' } as const;
const hidden = {
  position: 'absolute',
  // In a style of this kind a bare 1 means all of it.
  width: '1px',
  height: '1px',
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
} as const;

/** What was taken from a text and what came to it, line by line. */
export function TextDiff(props: { readonly before: string | undefined; readonly after: string | undefined }) {
  const { before, after } = props;
  const lines = useMemo(() => linesOf(before, after), [before, after]);
  return (
    <Box
      component="ol"
      tabIndex={0}
      sx={{
        listStyle: 'none',
        m: 0,
        p: 1,
        overflow: 'auto',
        maxHeight: 480,
        border: 1,
        borderColor: 'divider',
        borderRadius: 1,
        fontFamily: monospace,
        fontSize: 13,
      }}
    >
      {lines.map((line, index) => (
        <Line key={`${index} ${line.kind}`} line={line} />
      ))}
    </Box>
  );
}

function linesOf(before: string | undefined, after: string | undefined): readonly DiffLine[] {
  if (before === undefined) return (after ?? '').split('\n').map((text) => ({ kind: 'added', text }));
  if (after === undefined) return before.split('\n').map((text) => ({ kind: 'removed', text }));
  return lineDiff(before, after);
}

function Line({ line: { kind, text } }: { readonly line: DiffLine }) {
  const { t } = useTranslation();
  return (
    <Box
      component="li"
      sx={{
        position: 'relative',
        whiteSpace: 'pre-wrap',
        overflowWrap: 'anywhere',
        borderLeft: 3,
        borderColor: tints[kind] ?? 'transparent',
        bgcolor: kind === 'same' ? undefined : 'action.hover',
        pl: 1,
      }}
    >
      {kind !== 'same' && (
        <Box component="span" sx={hidden}>
          {t(`history.${kind}`)}:{' '}
        </Box>
      )}
      <Box component="span" aria-hidden sx={{ color: tints[kind], userSelect: 'none' }}>
        {marks[kind]}{' '}
      </Box>
      {text}
    </Box>
  );
}
