import Accordion from '@mui/material/Accordion';
import AccordionDetails from '@mui/material/AccordionDetails';
import AccordionSummary from '@mui/material/AccordionSummary';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import ExpandMoreIcon from '@mui/icons-material/ExpandMore';
import type { DeliveryView } from '@enginehouse/contracts';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../../api/client.js';
import { useMay } from '../../../api/session.js';
import { CodeBlock } from '../../../ui/code-text.js';
import { ProblemAlert } from '../../../ui/problem-alert.js';
import { RelativeTime } from '../../../ui/relative-time.js';
import { StateChip } from '../../../ui/state-chip.js';
import { Attempt } from './attempt.js';
import { deliveryMoods } from './delivery-moods.js';
import type { Redriving } from './use-redrive.js';

const longestLine = 120;

interface Props {
  readonly delivery: DeliveryView;
  readonly redriving: Redriving;
}

/** One delivery; it opens to what was sent and what the receiver answered. */
export function Delivery({ delivery, redriving }: Props) {
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
            {state !== 'dead' && lastAttempt?.error && ` · ${lastAttempt.error}`}
            {nextAttemptAt && (
              <>
                {' · '}
                {t('webhooks.next')} <RelativeTime at={nextAttemptAt} />
              </>
            )}
          </Typography>
          {state === 'dead' && <WhyDead delivery={delivery} />}
        </Box>
      </AccordionSummary>
      <AccordionDetails sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 2 }}>
        <Details delivery={delivery} redriving={redriving} />
      </AccordionDetails>
    </Accordion>
  );
}

function Details({ delivery, redriving: { send, asked } }: Props) {
  const { t } = useTranslation();
  const may = useMay('operator');
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
            loading={asked !== undefined && 'delivery' in asked && asked.delivery === id}
            disabled={asked !== undefined}
            onClick={() => send({ delivery: id })}
          >
            {t('webhooks.redrive')}
          </Button>
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

/** Why it was given up, to be read without opening it: what is wrong, and the beginning of what the receiver said. */
function WhyDead({ delivery: { lastAttempt } }: Pick<Props, 'delivery'>) {
  const { t } = useTranslation();
  const { error, answer = '' } = lastAttempt ?? {};
  const [line = ''] = answer.trim().split('\n');
  return (
    <Typography variant="body2" component="span" sx={{ flexBasis: '100%', overflowWrap: 'anywhere', minWidth: 0 }}>
      {error ?? t('webhooks.unknownCause')}
      {line !== '' && `: “${line.length > longestLine ? `${line.slice(0, longestLine)}…` : line}”`}
    </Typography>
  );
}
