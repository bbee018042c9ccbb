import Typography from '@mui/material/Typography';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Code } from '../../ui/code-text.js';
import { RelativeTime } from '../../ui/relative-time.js';
import { wordsOf } from './event-words.js';
import type { LoggedEvent } from './logged-event.js';

/** One event of a graph, as a link to it; the chosen one is brought into sight (and marked as the current address). */
export function CausationGraphNode({ event, isChosen }: { readonly event: LoggedEvent; readonly isChosen: boolean }) {
  const { t } = useTranslation();
  const node = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (isChosen && node.current) showInGraph(node.current);
  }, [isChosen]);
  const words = wordsOf(event);
  return (
    <Link
      ref={node}
      to="/events"
      search={(before) => ({ ...before, event: event.id })}
      resetScroll={false}
      className="node"
    >
      <Typography component="span" variant="body2" sx={{ fontWeight: 650, overflowWrap: 'anywhere' }}>
        {event.type}
      </Typography>
      <Typography component="span" variant="caption">
        <Code>{event.streamId}</Code>
      </Typography>
      {words !== event.type && (
        <Typography component="span" variant="caption" className="words" title={words}>
          {words}
        </Typography>
      )}
      <Typography component="span" variant="caption" color="textSecondary" sx={{ overflowWrap: 'anywhere' }}>
        {event.meta.actor} · <RelativeTime at={event.recordedAt} />
      </Typography>
      <Typography component="span" variant="caption" color="textSecondary">
        {t(`events.logs.${event.log}`)} {event.position}
      </Typography>
    </Link>
  );
}

const margin = 16;

/** Scrolls the graph alone: the panel around it stays where it is. */
function showInGraph(node: Element): void {
  const graph = node.closest('[data-graph]');
  if (!graph) return;
  const inner = node.getBoundingClientRect();
  const outer = graph.getBoundingClientRect();
  graph.scrollBy({
    left: Math.max(0, inner.right + margin - outer.right) || Math.min(0, inner.left - margin - outer.left),
    top: Math.max(0, inner.bottom + margin - outer.bottom) || Math.min(0, inner.top - margin - outer.top),
  });
}
