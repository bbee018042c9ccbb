import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { Code, CodeBlock } from '../../ui/code-text.js';
import { RelativeTime } from '../../ui/relative-time.js';
import { SidePanel } from '../../ui/side-panel.js';
import { CausationGraph } from './causation-graph.js';
import { wordsOf } from './event-words.js';
import type { LoggedEvent } from './logged-event.js';

/** One event with everything that is stored of it, and the events that it belongs together with. */
export function EventDetails(props: {
  readonly event: LoggedEvent | undefined;
  readonly all: readonly LoggedEvent[];
  readonly onClose: () => void;
}) {
  const { event } = props;
  const { t } = useTranslation();
  const log = event ? t(`events.logs.${event.log}`) : '';
  return (
    <SidePanel
      open={event !== undefined}
      onClose={props.onClose}
      title={t('events.details', { log, position: event?.position ?? '' })}
    >
      {event && (
        <Stack spacing={3}>
          <Box>
            <Typography variant="h3">{event.type}</Typography>
            <Typography>{wordsOf(event)}</Typography>
          </Box>
          <Facts event={event} />
          <CausationGraph chosen={event} all={props.all} />
          <Box>
            <Typography variant="h3" gutterBottom>
              {t('events.data')}
            </Typography>
            <CodeBlock label={t('events.data')} text={JSON.stringify(event.data, null, 2)} />
          </Box>
        </Stack>
      )}
    </SidePanel>
  );
}

function Facts({ event }: { readonly event: LoggedEvent }) {
  const { t } = useTranslation();
  const facts = [
    [t('events.columns.at'), <RelativeTime key="at" at={event.recordedAt} />],
    [t('events.columns.subject'), <Code key="subject">{event.streamId}</Code>],
    [t('events.version'), event.version],
    [t('events.columns.actor'), event.meta.actor],
    [t('events.reason'), event.meta.reason ?? '–'],
    [t('events.id'), <Code key="id">{event.id}</Code>],
    [t('events.correlation'), <Code key="correlation">{event.meta.correlationId}</Code>],
  ] as const;
  return (
    <Box
      component="dl"
      sx={{ m: 0, display: 'grid', gridTemplateColumns: 'max-content minmax(0, 1fr)', columnGap: 2, rowGap: 0.75 }}
    >
      {facts.map(([name, value]) => (
        <Box key={name} sx={{ display: 'contents' }}>
          <Typography component="dt" variant="body2" color="textSecondary">
            {name}
          </Typography>
          <Typography component="dd" variant="body2" sx={{ m: 0 }}>
            {value}
          </Typography>
        </Box>
      ))}
    </Box>
  );
}
