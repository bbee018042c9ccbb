import Accordion from '@mui/material/Accordion';
import AccordionDetails from '@mui/material/AccordionDetails';
import AccordionSummary from '@mui/material/AccordionSummary';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import ExpandMoreIcon from '@mui/icons-material/ExpandMore';
import type { DeliveryState, DeliveryView, WebhookView } from '@enginehouse/contracts';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../../api/client.js';
import { useMay } from '../../../api/session.js';
import { ChoiceField } from '../../../ui/choice-field.js';
import { CodeBlock } from '../../../ui/code-text.js';
import { PageSkeleton } from '../../../ui/page-skeleton.js';
import { ProblemAlert } from '../../../ui/problem-alert.js';
import { RelativeTime } from '../../../ui/relative-time.js';
import { StateChip } from '../../../ui/state-chip.js';
import { useAction } from '../../../ui/use-action.js';
import { Attempt } from './attempt.js';
import { deliveryMoods } from './delivery-moods.js';
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
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  const choose = (next: DeliveryState | undefined) =>
    void navigate({ search: (before) => ({ ...before, state: next }), replace: true, resetScroll: false });
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 1.5, minWidth: 0 }}>
      <Box sx={{ display: 'flex', gap: 1.5, flexWrap: 'wrap', alignItems: 'center' }}>
        <ChoiceField
          label={t('webhooks.columns.state')}
          all={t('webhooks.allStates')}
          value={state}
          options={states.map((value) => ({ value, label: t(`webhooks.deliveryStates.${value}`) }))}
          onChange={choose}
        />
        <RedriveAll webhook={webhook} />
      </Box>
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {isPending && <PageSkeleton />}
      {data && items.length === 0 && <Typography color="textSecondary">{t('webhooks.noDeliveries')}</Typography>}
      <Box component="ul" aria-label={t('webhooks.deliveries')} sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {items.map((delivery) => (
          <li key={delivery.id}>
            <Delivery webhook={webhook.name} delivery={delivery} />
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

function RedriveAll({ webhook: { name, deliveries } }: { readonly webhook: WebhookView }) {
  const { t } = useTranslation();
  const redrive = useRedrive(name);
  const may = useMay('operator');
  if (!may || deliveries.dead === 0) return null;
  return (
    <>
      <Button variant="outlined" loading={redrive.isPending} onClick={() => redrive.mutate({ all: true })}>
        {t('webhooks.redriveAll', { count: deliveries.dead })}
      </Button>
      {redrive.error && <ProblemAlert error={redrive.error} />}
    </>
  );
}

function useRedrive(name: string) {
  const { t } = useTranslation();
  return useAction({
    run: (body: { readonly delivery: string } | { readonly all: true }) =>
      valueOf(api.webhooks.redrive({ params: { name }, body })),
    changes: ['webhooks'],
    said: ({ redriven }) => t('webhooks.redriven', { count: redriven }),
  });
}

function Delivery({ webhook, delivery }: { readonly webhook: string; readonly delivery: DeliveryView }) {
  const { t } = useTranslation();
  const { state, type, subject, attempts, lastAttempt, nextAttemptAt, createdAt } = delivery;
  return (
    <Accordion variant="outlined" disableGutters slotProps={{ transition: { unmountOnExit: true, timeout: 150 } }}>
      <AccordionSummary expandIcon={<ExpandMoreIcon />}>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1.5, rowGap: 0.5, alignItems: 'center', minWidth: 0 }}>
          <StateChip mood={deliveryMoods[state]} label={t(`webhooks.deliveryStates.${state}`)} />
          <Typography variant="body2" component="span" sx={{ fontWeight: 600 }}>
            {type}
          </Typography>
          <Typography variant="body2" component="span" sx={{ overflowWrap: 'anywhere', minWidth: 0 }}>
            {subject}
          </Typography>
          <Typography variant="caption" component="span" color="textSecondary">
            <RelativeTime at={lastAttempt?.at ?? createdAt} /> · {t('webhooks.attempts', { count: attempts })}
            {lastAttempt?.error && ` · ${lastAttempt.error}`}
            {nextAttemptAt && (
              <>
                {' · '}
                {t('webhooks.next')} <RelativeTime at={nextAttemptAt} />
              </>
            )}
          </Typography>
        </Box>
      </AccordionSummary>
      <AccordionDetails sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 2 }}>
        <Details webhook={webhook} delivery={delivery} />
      </AccordionDetails>
    </Accordion>
  );
}

function Details({ webhook, delivery }: { readonly webhook: string; readonly delivery: DeliveryView }) {
  const { t } = useTranslation();
  const may = useMay('operator');
  const redrive = useRedrive(webhook);
  const { id, lastAttempt, state } = delivery;
  return (
    <>
      {lastAttempt && (
        <section>
          <Typography variant="h4" sx={{ fontSize: 14, fontWeight: 650, mb: 0.5 }}>
            {t('webhooks.lastAttempt')}
          </Typography>
          <Attempt attempt={lastAttempt} />
        </section>
      )}
      <Payload delivery={delivery} />
      {may && (state === 'delivered' || state === 'dead') && (
        <Box>
          <Button
            size="small"
            variant="outlined"
            loading={redrive.isPending}
            onClick={() => redrive.mutate({ delivery: id })}
          >
            {t('webhooks.redrive')}
          </Button>
          {redrive.error && <ProblemAlert error={redrive.error} />}
        </Box>
      )}
    </>
  );
}

/** The event as the log has it: what is sent is made from it. */
function Payload({ delivery: { log, position, id } }: { readonly delivery: DeliveryView }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ['webhooks', 'event', log, position],
    queryFn: async ({ signal }) => {
      const page = await valueOf(api.events.events({ query: { log, after: position - 1, limit: 1 }, signal }));
      return page.events.find((event) => event.id === id) ?? null;
    },
    staleTime: Infinity,
  });
  return (
    <section>
      <Typography variant="h4" sx={{ fontSize: 14, fontWeight: 650, mb: 0.5 }}>
        {t('webhooks.payload')}
      </Typography>
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {data && (
        <CodeBlock label={`${t('webhooks.payload')}: ${data.type} ${position}`} text={JSON.stringify(data, null, 2)} />
      )}
      {data === null && <Typography variant="body2">{t('webhooks.noPayload')}</Typography>}
    </section>
  );
}
