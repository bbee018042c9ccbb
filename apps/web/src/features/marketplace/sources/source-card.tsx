import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import type { SourceView } from '@enginehouse/contracts';
import { Link as RouterLink } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.js';
import { Code } from '../../../ui/code-text.js';
import { StateChip } from '../../../ui/state-chip.js';
import { useConsoleHint } from '../../../ui/use-console-hint.js';
import { OfferedKey } from './offered-key.js';
import { SourceFacts } from './source-facts.js';
import { SourceMenu } from './source-menu.js';
import { stateOf } from './source-state.js';
import { SyncNow } from './sync-now.js';
import { SyncProgress } from './sync-progress.js';
import { useShow } from './use-show.js';

/** One source: where it is, whether it is well, what it offers, and when it is read again. */
export function SourceCard({ source }: { readonly source: SourceView }) {
  const { t } = useTranslation();
  const isAdmin = useMay('admin');
  const isOperator = useMay('operator');
  const show = useShow();
  const state = stateOf(source);
  return (
    <Card component="li" sx={{ p: 2.5, display: 'flex', flexDirection: 'column', gap: 1.5 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, flexWrap: 'wrap' }}>
        <Typography variant="h2" sx={{ mr: 'auto' }}>
          {source.name}
        </Typography>
        <StateChip
          mood={state.mood}
          label={
            state.name === 'rejecting'
              ? t('market.sources.rejecting', { count: state.rejected })
              : t(`market.sources.states.${state.name}`)
          }
        />
        {isAdmin && <SourceMenu source={source} />}
      </Box>
      <Typography variant="body2" component="div">
        <Code>{source.address}</Code>
      </Typography>
      {source.problem && source.state !== 'ok' && <Trouble source={source} />}
      <OfferedKey source={source} />
      <SourceFacts source={source} />
      <Box sx={{ minHeight: 44 }}>{source.running && <SyncProgress run={source.running} />}</Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mt: 'auto' }}>
        {isOperator && <SyncNow source={source} />}
        <Button size="small" onClick={() => show({ history: source.name })}>
          {t('market.sources.history')}
        </Button>
        <Button size="small" component={RouterLink} to={`/marketplace?source=${source.name}`}>
          {t('market.sources.browseEntries')}
        </Button>
      </Box>
    </Card>
  );
}

function Trouble({ source: { problem, state, failures } }: { readonly source: SourceView }) {
  const { t } = useTranslation();
  const hint = useConsoleHint();
  const said = problem && hint(problem);
  return (
    <Alert severity={state === 'alarm' ? 'error' : 'warning'}>
      <strong>{t('market.sources.failures', { count: failures })}</strong>
      <Typography variant="body2">{problem?.detail}</Typography>
      {said && <Typography variant="body2">{said}</Typography>}
    </Alert>
  );
}
