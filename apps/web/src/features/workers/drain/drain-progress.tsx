import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import type { DrainView } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { Meter } from '../../../ui/meter.js';
import { RelativeTime } from '../../../ui/relative-time.js';

/** How far a drain is: what is on its way, and what has to stay. */
export function DrainProgress({ drain }: { readonly drain: DrainView }) {
  const { t } = useTranslation();
  const { state, total, moved, moving, stuck, startedBy, startedAt, why } = drain;
  return (
    <Card component="section" aria-labelledby="drain" sx={{ p: 2.5, display: 'grid', gap: 2 }}>
      <Typography id="drain" variant="h2">
        {t(`workers.drain.states.${state}`)}
      </Typography>
      <Typography variant="body2" color="textSecondary" component="div">
        {t('workers.drain.by', { who: startedBy })} · <RelativeTime at={startedAt} />
        {why ? ` · ${why}` : ''}
      </Typography>
      <div role="status">
        <Meter
          label={t(`workers.drain.states.${state}`)}
          part={total === 0 ? 1 : moved / total}
          text={t('workers.drain.progress', { moved, total })}
        />
        {state === 'drained' && <Typography sx={{ mt: 1 }}>{t('workers.drain.drained')}</Typography>}
      </div>
      <Held heading={t('workers.drain.moving')} items={moving} />
      <Held heading={t('workers.drain.stuck')} items={stuck} />
      {drain.deadlineSeconds !== null && state !== 'drained' && (
        <Typography variant="body2" component="div">
          {t('workers.drain.deadlineAt')}: <RelativeTime at={deadlineOf(startedAt, drain.deadlineSeconds)} />
        </Typography>
      )}
    </Card>
  );
}

const deadlineOf = (startedAt: string, seconds: number): string =>
  new Date(Date.parse(startedAt) + seconds * 1000).toISOString();

function Held({ heading, items }: { readonly heading: string; readonly items: DrainView['moving'] }) {
  if (items.length === 0) return null;
  return (
    <Box>
      <Typography variant="h3">{heading}</Typography>
      <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
        {items.map(({ instance, reason }) => (
          <Typography component="li" key={instance} variant="body2" sx={{ overflowWrap: 'anywhere' }}>
            {instance}: {reason}
          </Typography>
        ))}
      </Box>
    </Box>
  );
}
