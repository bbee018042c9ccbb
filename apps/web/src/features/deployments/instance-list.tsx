import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import LinearProgress from '@mui/material/LinearProgress';
import Typography from '@mui/material/Typography';
import type { InstanceView } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { Code, CodeBlock } from '../../ui/code-text.js';
import { EmptyState } from '../../ui/empty-state.js';
import { RelativeTime } from '../../ui/relative-time.js';
import { StateChip } from '../../ui/state-chip.js';
import { InstanceActions } from './instance-actions.js';
import { moodOfInstance } from './moods.js';

/** The instances of a deployment: how each is, why, and what it wrote last where it failed. */
export function InstanceList({ instances }: { readonly instances: readonly InstanceView[] }) {
  const { t } = useTranslation();
  if (instances.length === 0) {
    return <EmptyState title={t('deployments.noInstances')} hint={t('deployments.noInstancesHint')} />;
  }
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 1.5 }}>
      {instances.map((instance) => (
        <InstanceRow key={instance.id} instance={instance} />
      ))}
    </Box>
  );
}

function InstanceRow({ instance }: { readonly instance: InstanceView }) {
  const { t } = useTranslation();
  const { state, reason, progressPercent } = instance;
  return (
    <Card component="li" sx={{ p: 2, display: 'grid', gap: 1 }}>
      <Box sx={{ display: 'flex', gap: 1.5, alignItems: 'center', flexWrap: 'wrap' }}>
        <Typography variant="h3" component="h2" sx={{ minWidth: 120 }}>
          {instance.id}
        </Typography>
        <StateChip mood={moodOfInstance(instance)} label={t(`deployments.states.${state}`)} />
        {instance.retiring && <StateChip mood="idle" label={t('deployments.roll.retiring')} />}
        <Typography variant="body2" color="textSecondary" sx={{ flex: 1 }}>
          {[instance.worker, instance.version].filter(Boolean).join(' · ')} ·{' '}
          <RelativeTime at={instance.since} say={(ago) => t('deployments.soSince', { ago })} />
          {instance.restarts > 0 ? ` · ${t('deployments.columns.restarts')}: ${instance.restarts}` : ''}
        </Typography>
        <InstanceActions instance={instance} />
      </Box>
      {state !== 'ready' && reason && (
        <Typography variant="body2" role="status">
          {reason}
        </Typography>
      )}
      {state === 'pulling' && (
        <LinearProgress
          aria-label={t('deployments.states.pulling')}
          variant={progressPercent === null ? 'indeterminate' : 'determinate'}
          value={progressPercent ?? 0}
        />
      )}
      {instance.url && (
        <Typography variant="caption" color="textSecondary">
          <Code>{instance.url}</Code> {instance.image && <Code>{instance.image}</Code>}
        </Typography>
      )}
      {instance.lastLogLines.length > 0 && state !== 'ready' && (
        <CodeBlock label={t('deployments.lastLines')} text={instance.lastLogLines.join('\n')} />
      )}
    </Card>
  );
}
