import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { graphStyles } from './causation-graph-styles.js';
import { CausationGraphNode } from './causation-graph-node.js';
import { causationTrees, folded, type CausationNode } from './causation-tree.js';
import type { LoggedEvent } from './logged-event.js';

/**
 * The events of the same request or decision as a graph, from cause to effect. To a screen reader it is lists in lists;
 * the lines between them are drawn by styles alone.
 */
export function CausationGraph(props: { readonly chosen: LoggedEvent; readonly all: readonly LoggedEvent[] }) {
  const { chosen, all } = props;
  const { t } = useTranslation();
  const heading = useId();
  const trees = useMemo(() => causationTrees(chosen, all), [chosen, all]);
  return (
    <Box component="section" aria-labelledby={heading}>
      <Typography id={heading} variant="h3">
        {t('events.chain')}
      </Typography>
      <Typography variant="body2" color="textSecondary" gutterBottom>
        {t('events.chainHint')} {trees.some(({ causeMissing }) => causeMissing) && t('events.chainMissing')}
      </Typography>
      <Box data-graph sx={graphStyles}>
        {trees.length > 1 ? (
          <Origin key={chosen.meta.correlationId} trees={trees} chosen={chosen} />
        ) : (
          <ul>
            <Nodes nodes={trees} chosen={chosen} />
          </ul>
        )}
      </Box>
    </Box>
  );
}

interface NodesProps {
  readonly nodes: readonly CausationNode[];
  readonly chosen: LoggedEvent;
}

/** What several events have in common that no event led to. */
function Origin({ trees, chosen }: { readonly trees: readonly CausationNode[]; readonly chosen: LoggedEvent }) {
  const { t } = useTranslation();
  return (
    <ul>
      <li>
        <Typography variant="body2" className="node origin">
          {t('events.origin', { count: trees.length })}
        </Typography>
        <Effects nodes={trees} chosen={chosen} />
      </li>
    </ul>
  );
}

function Effects(props: NodesProps) {
  const { t } = useTranslation();
  return props.nodes.length === 0 ? null : (
    <ul className="effects" aria-label={t('events.effects', { count: props.nodes.length })}>
      <Nodes {...props} />
    </ul>
  );
}

function Nodes({ nodes, chosen }: NodesProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { shown, more } = isOpen ? { shown: nodes, more: 0 } : folded(nodes);
  return (
    <>
      {shown.map(({ event, effects, causeMissing }) => (
        <li key={event.id} className={causeMissing ? 'missing' : ''}>
          <CausationGraphNode event={event} isChosen={event.id === chosen.id} />
          <Effects nodes={effects} chosen={chosen} />
        </li>
      ))}
      {more > 0 && (
        <li>
          <Button size="small" variant="outlined" className="more" onClick={() => setOpen(true)}>
            {t('events.more', { count: more })}
          </Button>
        </li>
      )}
    </>
  );
}
