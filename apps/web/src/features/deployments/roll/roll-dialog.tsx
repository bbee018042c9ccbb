import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import type { RollPlan, RollWish } from '@enginehouse/contracts';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, problemIn, valueOf } from '../../../api/client.js';
import { ChoiceField } from '../../../ui/choice-field.js';
import { PageSkeleton } from '../../../ui/page-skeleton.js';
import { ProblemAlert } from '../../../ui/problem-alert.js';
import { useAction } from '../../../ui/use-action.js';
import { PlanView } from './plan-view.js';
import { useRollPlan } from './use-roll-plan.js';

const modes = ['surge', 'in-place'] as const;
const startable = (plan: RollPlan | undefined): plan is RollPlan =>
  plan !== undefined && plan.outcome !== 'nothing' && plan.outcome !== 'refused';

/** Shows what rolling a deployment to its backend's newest revision would do, and does it when that is wanted. */
export function RollDialog({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const title = useId();
  const [mode, setMode] = useState<RollWish['mode']>();
  const [why, setWhy] = useState('');
  const { data: plan, error, isPending, isPlaceholderData, refetch } = useRollPlan(name, mode);
  const start = useAction({
    run: (shown: RollPlan) => valueOf(api.deployments.roll(wishOf(shown, why.trim()))),
    changes: ['deployments', 'instances', 'backends'],
    said: () => t('deployments.roll.started', { name }),
    onDone: onClose,
  });
  const choose = (next: RollWish['mode']) => {
    start.reset();
    setMode(next);
  };
  const ready = startable(plan) && !isPlaceholderData;
  return (
    <Dialog open onClose={onClose} aria-labelledby={title} maxWidth="md" fullWidth>
      <DialogTitle id={title}>{t('deployments.roll.title', { name })}</DialogTitle>
      <DialogContent sx={{ display: 'flex', flexDirection: 'column', gap: 2, '&&': { pt: 1 } }}>
        {isPending && <PageSkeleton />}
        {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
        <ChoiceField
          label={t('deployments.roll.mode')}
          all={t('deployments.roll.modes.auto')}
          value={mode}
          options={modes.map((value) => ({ value, label: t(`deployments.roll.modes.${value}`) }))}
          onChange={choose}
        />
        {plan && <PlanView plan={plan} wayOut={mode === 'surge' && <InPlace plan={plan} onChoose={choose} />} />}
        {startable(plan) && (
          <TextField
            label={t('deployments.roll.why')}
            value={why}
            onChange={(event) => setWhy(event.target.value)}
            slotProps={{ htmlInput: { maxLength: 500 } }}
          />
        )}
      </DialogContent>
      {/* Not within what scrolls: it must be seen by who pressed the button below it. */}
      {start.error && (
        <Box sx={{ px: 3, pt: 2, maxHeight: '40vh', overflow: 'auto', flexShrink: 0 }} tabIndex={0}>
          <Refusal error={start.error} isPast={isNewer(plan, start.variables)} />
        </Box>
      )}
      <DialogActions>
        <Button onClick={onClose}>{t('actions.cancel')}</Button>
        <Button
          variant="contained"
          disabled={!ready}
          loading={start.isPending}
          onClick={() => ready && start.mutate(plan, { onError: () => void refetch() })}
        >
          {t('deployments.roll.start')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** Whether the plan that is shown was made after that which was refused. */
const isNewer = (plan: RollPlan | undefined, refused: RollPlan | undefined): boolean =>
  plan !== undefined && refused !== undefined && plan.deploymentRevision > refused.deploymentRevision;

/** Why nothing was done; where somebody was quicker and the plan is a new one, that it is. */
function Refusal({ error, isPast }: { readonly error: unknown; readonly isPast: boolean }) {
  const { t } = useTranslation();
  if (!isPast || problemIn(error).code !== 'stale-revision') return <ProblemAlert error={error} />;
  return (
    <Alert severity="warning" role="status">
      {t('deployments.roll.meanwhile')}
    </Alert>
  );
}

/** The way that is left where only one without a gap was asked for. */
function InPlace({ plan, onChoose }: { readonly plan: RollPlan; readonly onChoose: (mode: 'in-place') => void }) {
  const { t } = useTranslation();
  if (plan.problem?.code !== 'roll-blocked') return null;
  return (
    <Button variant="outlined" sx={{ alignSelf: 'start' }} onClick={() => onChoose('in-place')}>
      {t('deployments.roll.modes.in-place')}
    </Button>
  );
}

/** Exactly what was shown, on what it was planned on. */
function wishOf(plan: RollPlan, why: string) {
  const { outcome } = plan;
  const mode = outcome === 'surge' || outcome === 'in-place' ? { mode: outcome } : {};
  return {
    params: { name: plan.deployment },
    body: { to: plan.to.revision, ...mode },
    ifMatch: plan.deploymentRevision,
    ...(why === '' ? {} : { reason: why }),
  };
}
