import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { DeliveryState, WebhookView } from '@enginehouse/contracts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ChoiceField } from '../../../ui/choice-field.js';
import { EmptyState } from '../../../ui/empty-state.js';
import { PageSkeleton } from '../../../ui/page-skeleton.js';
import { ProblemAlert } from '../../../ui/problem-alert.js';
import { DeadLetters } from './dead-letters.js';
import { Delivery } from './delivery.js';
import { useRedrive } from './use-redrive.js';
import { useDeliveries } from './use-webhooks.js';

const states = ['pending', 'retrying', 'delivered', 'dead'] as const;

/** The deliveries of a webhook; each opens to what was sent and what the receiver answered. */
export function Deliveries({ webhook }: { readonly webhook: WebhookView }) {
  const { t } = useTranslation();
  const { state } = useSearch({ from: '/signed-in/access' });
  const navigate = useNavigate({ from: '/access' });
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useDeliveries(
    webhook.name,
    state,
  );
  const redriving = useRedrive(webhook.name, webhook.deliveries);
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  const choose = (next: DeliveryState | undefined) =>
    void navigate({ search: (before) => ({ ...before, state: next }), replace: true, resetScroll: false });
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 1.5, minWidth: 0 }}>
      <DeadLetters webhook={webhook} redriving={redriving} />
      <Box sx={{ display: 'flex', gap: 1.5, flexWrap: 'wrap', alignItems: 'center' }}>
        <ChoiceField
          label={t('webhooks.columns.state')}
          all={t('webhooks.allStates')}
          value={state}
          options={states.map((value) => ({ value, label: t(`webhooks.deliveryStates.${value}`) }))}
          onChange={choose}
        />
      </Box>
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {isPending && <PageSkeleton />}
      {data && items.length === 0 && <NoDeliveries webhook={webhook} state={state} />}
      <Box component="ul" aria-label={t('webhooks.deliveries')} sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {items.map((delivery) => (
          <li key={delivery.id}>
            <Delivery delivery={delivery} redriving={redriving} />
          </li>
        ))}
      </Box>
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('webhooks.older')}
        </Button>
      )}
    </Box>
  );
}

/** Nothing to see, and for what was given up why that is good, or what may still become of what fails. */
function NoDeliveries({
  webhook,
  state,
}: {
  readonly webhook: WebhookView;
  readonly state: DeliveryState | undefined;
}) {
  const { t } = useTranslation();
  const { retrying } = webhook.deliveries;
  if (state !== 'dead') return <Typography color="textSecondary">{t('webhooks.noDeliveries')}</Typography>;
  const hint = retrying > 0 ? t('webhooks.noDeadYet', { count: retrying }) : t('webhooks.noDeadHint');
  return <EmptyState title={t('webhooks.noDead')} hint={hint} />;
}
