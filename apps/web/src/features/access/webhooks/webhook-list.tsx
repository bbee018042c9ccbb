import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { WebhookView } from '@enginehouse/contracts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.js';
import { Code } from '../../../ui/code-text.js';
import { DataTable } from '../../../ui/data-table.js';
import { EmptyState } from '../../../ui/empty-state.js';
import { PageSkeleton } from '../../../ui/page-skeleton.js';
import { ProblemAlert } from '../../../ui/problem-alert.js';
import { RelativeTime } from '../../../ui/relative-time.js';
import { TextLink } from '../../../ui/router-links.js';
import { StateChip } from '../../../ui/state-chip.js';
import { deliveryMoods, webhookMoods } from './delivery-moods.js';
import { FilterWords } from './filter-words.js';
import { NewWebhook } from './new-webhook.js';
import { useLastDelivery, useWebhooks } from './use-webhooks.js';
import { WebhookPanel } from './webhook-panel.js';

/** Webhooks: who is told of events, and what became of it. */
export function WebhookList() {
  const { t } = useTranslation();
  const { webhook } = useSearch({ from: '/signed-in/access' });
  const navigate = useNavigate({ from: '/access' });
  const mayAdd = useMay('admin');
  const [adding, setAdding] = useState(false);
  const { data, error, isPending, refetch } = useWebhooks();
  const opened = data?.find(({ name }) => name === webhook);
  return (
    <>
      <Typography color="textSecondary">{t('webhooks.hint')}</Typography>
      {mayAdd && (
        <Button variant="contained" onClick={() => setAdding(true)} sx={{ alignSelf: 'start' }}>
          {t('webhooks.add')}
        </Button>
      )}
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {isPending && <PageSkeleton />}
      {data?.length === 0 && <EmptyState title={t('webhooks.empty')} hint={t('webhooks.emptyHint')} />}
      {data && data.length > 0 && <WebhookTable webhooks={data} />}
      {adding && <NewWebhook onClose={() => setAdding(false)} />}
      {opened && (
        <WebhookPanel
          webhook={opened}
          onClose={() => void navigate({ search: { tab: 'webhooks' }, resetScroll: false })}
        />
      )}
    </>
  );
}

function WebhookTable({ webhooks }: { readonly webhooks: readonly WebhookView[] }) {
  const { t } = useTranslation();
  const columns = [
    {
      key: 'name',
      heading: t('webhooks.columns.name'),
      cell: (webhook: WebhookView) => <NameAndAddress {...webhook} />,
    },
    {
      key: 'state',
      heading: t('webhooks.columns.state'),
      cell: ({ state }: WebhookView) => <StateChip mood={webhookMoods[state]} label={t(`webhooks.states.${state}`)} />,
    },
    {
      key: 'filters',
      heading: t('webhooks.columns.filters'),
      cell: ({ filters }: WebhookView) => <FilterWords filters={filters} />,
    },
    {
      key: 'last',
      heading: t('webhooks.columns.last'),
      cell: ({ name }: WebhookView) => <LastDelivery name={name} />,
    },
    ...(['delivered', 'retrying', 'dead'] as const).map((state) => ({
      key: state,
      heading: t(`webhooks.deliveryStates.${state}`),
      align: 'right' as const,
      cell: ({ name, deliveries }: WebhookView) =>
        state === 'dead' && deliveries.dead > 0 ? <Dead name={name} count={deliveries.dead} /> : deliveries[state],
    })),
  ];
  return <DataTable label={t('webhooks.title')} columns={columns} rows={webhooks} keyOf={({ name }) => name} />;
}

function NameAndAddress({ name, url }: Pick<WebhookView, 'name' | 'url'>) {
  return (
    <Box sx={{ minWidth: 160, maxWidth: 320 }}>
      <TextLink to="/access" search={{ tab: 'webhooks', webhook: name }} sx={{ fontWeight: 600 }}>
        {name}
      </TextLink>
      <Typography variant="caption" color="textSecondary" component="div">
        <Code>{url}</Code>
      </Typography>
    </Box>
  );
}

/** How many were given up; leads to them. */
function Dead({ name, count }: { readonly name: string; readonly count: number }) {
  const { t } = useTranslation();
  return (
    <TextLink
      to="/access"
      search={{ tab: 'webhooks', webhook: name, state: 'dead' }}
      aria-label={t('webhooks.deadOf', { count, name })}
      sx={{ color: 'error.main', fontWeight: 650 }}
    >
      {count}
    </TextLink>
  );
}

function LastDelivery({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const { data } = useLastDelivery(name);
  if (data === undefined) return null;
  if (data === null) return t('webhooks.nothingSent');
  return (
    <Box sx={{ display: 'flex', gap: 1, alignItems: 'center' }}>
      <StateChip mood={deliveryMoods[data.state]} label={t(`webhooks.deliveryStates.${data.state}`)} />
      <Typography variant="caption" color="textSecondary" noWrap>
        <RelativeTime at={data.lastAttempt?.at ?? data.createdAt} />
      </Typography>
    </Box>
  );
}
