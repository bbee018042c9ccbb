import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { WebhookView } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { Code } from '../../../ui/code-text.js';
import { Facts } from '../../../ui/facts.js';
import { RelativeTime } from '../../../ui/relative-time.js';
import { SidePanel } from '../../../ui/side-panel.js';
import { StateChip } from '../../../ui/state-chip.js';
import { Deliveries } from './deliveries.js';
import { webhookMoods } from './delivery-moods.js';
import { FilterWords } from './filter-words.js';
import { WebhookActions } from './webhook-actions.js';

/** One webhook: what it is told of, what can be done with it, and every delivery. */
export function WebhookPanel({ webhook, onClose }: { readonly webhook: WebhookView; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { name, url, state, reason, filters, previousSecretUntil } = webhook;
  const facts = [
    { name: t('webhooks.url'), value: <Code>{url}</Code> },
    { name: t('webhooks.columns.filters'), value: <FilterWords filters={filters} all /> },
    {
      name: t('webhooks.made'),
      value: (
        <>
          <RelativeTime at={webhook.createdAt} /> {t('access.by', { name: webhook.createdBy })}
        </>
      ),
    },
    ...(previousSecretUntil === null
      ? []
      : [{ name: t('webhooks.oldSecret'), value: <RelativeTime at={previousSecretUntil} /> }]),
  ];
  return (
    <SidePanel open width={820} title={name} onClose={onClose}>
      <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 2.5 }}>
        <Box>
          <StateChip mood={webhookMoods[state]} label={t(`webhooks.states.${state}`)} />
        </Box>
        {state === 'paused' && <Alert severity="info">{[t('webhooks.pausedHint'), reason].join(' ').trim()}</Alert>}
        <Facts facts={facts} />
        <WebhookActions webhook={webhook} onRemoved={onClose} />
        <Typography variant="h3">{t('webhooks.deliveries')}</Typography>
        <Deliveries key={name} webhook={webhook} />
      </Box>
    </SidePanel>
  );
}
