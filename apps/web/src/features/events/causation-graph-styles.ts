import type { SxProps, Theme } from '@mui/material/styles';

const gap = 10;
/** Where lines leave and reach a node, from its top. */
const port = 22;
/** From a cause to its effects: half of it up to where the lines part. */
const stretch = 36;
const corner = 8;
const line = '1.5px solid';

/** Lists in lists as a graph from left to right; it scrolls inside its own box. */
export const graphStyles: SxProps<Theme> = {
  overflow: 'auto',
  maxHeight: 'min(70vh, 640px)',
  mt: 1,
  p: 1,
  border: 1,
  borderColor: 'divider',
  borderRadius: 1,
  '& ul': { listStyle: 'none', m: 0, p: 0, display: 'flex', flexDirection: 'column', gap: `${gap}px` },
  '& li': { position: 'relative', display: 'flex', alignItems: 'flex-start', width: 'max-content' },
  '& .node': {
    position: 'relative',
    boxSizing: 'border-box',
    flexShrink: 0,
    // Three of them, one after the other, fit into the panel.
    width: 190,
    minHeight: port * 2,
    p: 1,
    display: 'grid',
    alignContent: 'start',
    border: 1,
    borderColor: 'divider',
    borderRadius: 1,
    color: 'text.primary',
    textDecoration: 'none',
  },
  '& .origin': { borderStyle: 'dashed', width: 130 },
  '& a.node:hover': { bgcolor: 'action.hover' },
  '& a.node:focus-visible': { outline: '2px solid', outlineColor: 'primary.main', outlineOffset: 1 },
  '& .node[aria-current]': {
    borderColor: 'primary.main',
    boxShadow: 'inset 0 0 0 1px var(--mui-palette-primary-main)',
    bgcolor: 'action.selected',
  },
  '& .words': {
    overflow: 'hidden',
    overflowWrap: 'anywhere',
    display: '-webkit-box',
    WebkitLineClamp: 2,
    WebkitBoxOrient: 'vertical',
  },
  '& .more': { mt: `${port - 15}px`, height: 30 },
  '& .effects > li': { pl: `${stretch}px` },
  // From where the lines part, down and round the corner to the effect.
  '& .effects > li::before': {
    content: '""',
    position: 'absolute',
    left: stretch / 2,
    top: -gap,
    width: stretch / 2,
    height: port + gap,
    boxSizing: 'border-box',
    borderLeft: line,
    borderBottom: line,
    borderColor: 'text.secondary',
    borderBottomLeftRadius: `${corner}px`,
  },
  // The first one is reached straight from its cause.
  '& .effects > li:first-of-type::before': { left: 0, width: stretch, borderLeft: 'none', borderRadius: 0 },
  // Further down to those that follow.
  '& .effects > li:not(:last-of-type)::after': {
    content: '""',
    position: 'absolute',
    left: stretch / 2,
    top: port - corner,
    bottom: 0,
    borderLeft: line,
    borderColor: 'text.secondary',
  },
  '& .effects > li:first-of-type:not(:last-of-type)::after': { top: port },
  '& .effects > li.missing::before': { borderBottomStyle: 'dashed' },
  // The head of an arrow, at the effect.
  '& .effects > li > .node::before': {
    content: '""',
    position: 'absolute',
    left: -8,
    top: port - 6,
    border: '5px solid transparent',
    borderLeftColor: 'text.secondary',
    borderLeftWidth: 7,
    borderRightWidth: 0,
  },
};
