import Alert, { type AlertColor } from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { ProblemError, type RollPlan } from '@enginehouse/contracts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Code } from '../../../ui/code-text.js';
import { Facts } from '../../../ui/facts.js';
import { ProblemAlert } from '../../../ui/problem-alert.js';
import { FieldChanges } from '../../history/field-changes.js';

const severities: Readonly<Record<RollPlan['outcome'], AlertColor>> = {
  surge: 'success',
  'in-place': 'warning',
  none: 'info',
  nothing: 'info',
  refused: 'error',
};

/** What a roll would do: how, what it costs, where each replica goes, and what changes in the container. */
export function PlanView({ plan, wayOut }: { readonly plan: RollPlan; readonly wayOut?: ReactNode }) {
  const { t } = useTranslation();
  const { outcome, text, problem, changes, steps } = plan;
  return (
    <>
      {problem && outcome === 'refused' ? (
        <ProblemAlert error={new ProblemError(problem)} />
      ) : (
        <Alert severity={severities[outcome]} role="status">
          <AlertTitle>{t(`deployments.roll.outcomes.${outcome}`)}</AlertTitle>
          {text}
        </Alert>
      )}
      {wayOut}
      <Facts facts={useFacts(plan)} />
      {steps.length > 0 && (
        <section>
          <Typography variant="h3" gutterBottom>
            {t('deployments.roll.steps')}
          </Typography>
          <Steps steps={steps} />
        </section>
      )}
      {tellsChanges(plan) && (
        <section>
          <Typography variant="h3" gutterBottom>
            {t('deployments.roll.changes')}
          </Typography>
          {changes.length === 0 && <Typography variant="body2">{t('deployments.roll.noChanges')}</Typography>}
          <FieldChanges changes={changes} />
        </section>
      )}
    </>
  );
}

/** What could not be thought through says nothing of the container, which is not that nothing of it changes. */
const tellsChanges = ({ outcome, changes }: RollPlan): boolean =>
  outcome !== 'nothing' && (outcome !== 'refused' || changes.length > 0);

function useFacts({ from, to, downtime, readyWithinSeconds, learnedSeconds, steps }: RollPlan) {
  const { t } = useTranslation();
  const side = ({ revision, version, image }: RollPlan['from']) => (
    <>
      {t('deployments.revision', { revision })}
      {version !== null && `, ${version}`} {image !== null && <Code>{image}</Code>}
    </>
  );
  const learned = learnedSeconds === null ? '' : ` ${t('deployments.roll.learned', { count: learnedSeconds })}`;
  return [
    { name: t('deployments.roll.from'), value: side(from) },
    { name: t('deployments.roll.to'), value: side(to) },
    ...(steps.length === 0
      ? []
      : [
          { name: t('deployments.roll.downtime'), value: <Downtime downtime={downtime} /> },
          {
            name: t('deployments.roll.deadline'),
            value: t('deployments.roll.deadlineText', { count: readyWithinSeconds }) + learned,
          },
        ]),
  ];
}

function Downtime({ downtime }: Pick<RollPlan, 'downtime'>) {
  const { t } = useTranslation();
  if (!downtime || downtime.replicas.length === 0) return t('deployments.roll.noDowntime');
  const { replicas, worstSeconds, noneReady } = downtime;
  return (
    <>
      {t('deployments.roll.downtimeText', { replicas: replicas.join(', '), count: worstSeconds })}
      {noneReady && <strong> {t('deployments.roll.noneReady')}</strong>}
    </>
  );
}

function Steps({ steps }: Pick<RollPlan, 'steps'>) {
  const { t } = useTranslation();
  return (
    <Box component="ol" sx={{ m: 0, pl: 3 }}>
      {steps.map(({ instance, from, to, reason }, index) => (
        <Typography component="li" variant="body2" key={instance ?? index}>
          {instance === null ? t('deployments.roll.newOne') : <Code>{instance}</Code>}{' '}
          {from !== null && from !== to
            ? t('deployments.roll.moves', { from, to: to ?? t('deployments.roll.nowhere') })
            : t('deployments.roll.stays', { worker: to ?? t('deployments.roll.nowhere') })}
          {reason !== '' && ` (${reason})`}
        </Typography>
      ))}
    </Box>
  );
}
