import Box from '@mui/material/Box';
import Slider from '@mui/material/Slider';
import Typography from '@mui/material/Typography';
import { describeEvent } from '@enginehouse/backend-spec';
import { ProblemError, type HistoryEntry } from '@enginehouse/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, problemIn } from '../../api/client.js';
import { PageSkeleton } from '../../ui/page-skeleton.js';
import { ProblemAlert } from '../../ui/problem-alert.js';
import { SecretYaml } from '../../ui/secret-yaml.js';
import { TimeField } from '../../ui/time-field.js';
import { useChangeShown } from './use-change-shown.js';

/** A backend as it was at a revision or at a time. */
export function StateView({ name, history }: { readonly name: string; readonly history: readonly HistoryEntry[] }) {
  const { t } = useTranslation();
  const { revision, at } = useSearch({ from: '/signed-in/backends/$name/history' });
  const change = useChangeShown();
  const state = useStateAt(name, revision, at);
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 2.5 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 3, alignItems: 'flex-start' }}>
        <RevisionSlider
          history={history}
          value={at === undefined ? revision : state.data?.revision}
          onChange={(next) => change({ revision: next, at: undefined }, { replace: true })}
        />
        <TimeField
          label={t('history.at')}
          helperText={t('history.atHint')}
          value={at}
          onChange={(next) => change({ at: next, revision: undefined }, { replace: true })}
        />
      </Box>
      {state.isPending && <PageSkeleton />}
      {state.error && problemIn(state.error).code !== 'backend-not-found' && (
        <ProblemAlert error={state.error} onRetry={() => void state.refetch()} />
      )}
      {state.error && problemIn(state.error).code === 'backend-not-found' && (
        <Typography>{t('history.absent')}</Typography>
      )}
      {state.data && !state.error && (
        <Box>
          <Typography role="status" gutterBottom>
            {t('history.stateAt', { revision: state.data.revision })}
          </Typography>
          <SecretYaml label={t('history.stateYaml')} text={state.data.yaml} />
        </Box>
      )}
    </Box>
  );
}

const useStateAt = (name: string, revision: number | undefined, at: string | undefined) =>
  useQuery({
    queryKey: ['history', 'state', name, revision, at],
    queryFn: async ({ signal }) => {
      const query = { revision, at };
      const answer = await api.backends.get({ params: { name }, query, accept: 'application/yaml', signal });
      if (!answer.ok) throw new ProblemError(answer.error);
      return { yaml: answer.value.value, revision: answer.value.revision ?? 0 };
    },
    placeholderData: keepPreviousData,
  });

/** Moves over the revisions of the backend, whose numbers have gaps: the log counts all backends together. */
function RevisionSlider(props: {
  readonly history: readonly HistoryEntry[];
  readonly value: number | undefined;
  readonly onChange: (revision: number) => void;
}) {
  const { history, value } = props;
  const { t } = useTranslation();
  const label = useId();
  const [dragged, setDragged] = useState<number>();
  const last = history.length - 1;
  const found = value === undefined ? last : history.findLastIndex(({ revision }) => revision <= value);
  const index = dragged ?? Math.max(found, 0);
  const entry = history[index];
  return (
    <Box sx={{ flex: '1 1 320px', minWidth: 240, px: 1 }}>
      <Typography id={label} variant="body2" color="textSecondary">
        {t('history.slider')}
      </Typography>
      <Slider
        size="small"
        aria-labelledby={label}
        min={0}
        max={Math.max(last, 0)}
        marks={last <= 60}
        disabled={last < 1}
        value={index}
        getAriaValueText={(step) => String(history[step]?.revision ?? '')}
        onChange={(_event, step) => setDragged(step)}
        onChangeCommitted={(_event, step) => {
          setDragged(undefined);
          const chosen = history[step];
          if (chosen) props.onChange(chosen.revision);
        }}
      />
      <Typography variant="body2" noWrap>
        {entry && t('history.revisionOption', { revision: entry.revision, text: describeEvent(entry) })}
      </Typography>
    </Box>
  );
}
