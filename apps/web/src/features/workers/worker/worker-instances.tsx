import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import type { InstanceView } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../../../ui/problem-alert.js';
import { TextLink } from '../../../ui/router-links.js';
import { sizeOf } from '../../../ui/size-text.js';
import { StateChip } from '../../../ui/state-chip.js';
import { instanceMoods } from '../../deployments/moods.js';

interface Props {
  readonly instances: readonly InstanceView[] | undefined;
  readonly error: unknown;
}

/** What runs on a worker, and which of its devices each claims. */
export function WorkerInstances({ instances, error }: Props) {
  const { t } = useTranslation();
  return (
    <Card component="section" aria-labelledby="runs" sx={{ p: 2.5, display: 'grid', gap: 2 }}>
      <Typography id="runs" variant="h2">
        {t('workers.page.runs')}
      </Typography>
      {error !== null && error !== undefined && <ProblemAlert error={error} />}
      {instances?.length === 0 && <Typography color="textSecondary">{t('workers.noInstances')}</Typography>}
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 1.5 }}>
        {instances?.map((instance) => (
          <Row key={instance.id} instance={instance} />
        ))}
      </Box>
    </Card>
  );
}

function Row({ instance }: { readonly instance: InstanceView }) {
  const { t, i18n } = useTranslation();
  const { id, deployment, state, reason, claim } = instance;
  const params = { name: deployment };
  const gpus = claim?.gpus.map(({ index, claimMib }) => `GPU ${index}: ${sizeOf(claimMib, i18n.language)}`) ?? [];
  const memory = claim ? [`${t('workers.memory')}: ${sizeOf(claim.memoryMib, i18n.language)}`] : [];
  return (
    <Box component="li">
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
        <TextLink to="/deployments/$name" params={params} search={{ tab: 'instances' }}>
          {id}
        </TextLink>
        <StateChip mood={instanceMoods[state]} label={t(`deployments.states.${state}`)} />
        <TextLink
          to="/deployments/$name"
          params={params}
          search={{ logs: id }}
          variant="body2"
          aria-label={`${t('workers.page.logs')}: ${id}`}
        >
          {t('workers.page.logs')}
        </TextLink>
      </Box>
      <Typography variant="body2" color="textSecondary" sx={{ overflowWrap: 'anywhere' }}>
        {[instance.backend, instance.version, ...gpus, ...memory].filter(Boolean).join(' · ')}
      </Typography>
      {reason && <Typography variant="body2">{reason}</Typography>}
    </Box>
  );
}
