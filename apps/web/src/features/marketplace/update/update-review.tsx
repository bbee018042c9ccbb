import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import type { EntryUpdate } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.js';
import { EmptyState } from '../../../ui/empty-state.js';
import { ProblemAlert } from '../../../ui/problem-alert.js';
import { GoneNotice } from '../entry/gone-notice.js';
import { ConflictList } from './conflict-list.js';
import { FieldList } from './field-list.js';
import { arrangedFields, decisionsFor } from './merge-view.js';
import { MeanwhileNotice } from './meanwhile-notice.js';
import { UpdateImpact } from './update-impact.js';
import { useDecisions } from './use-decisions.js';
import { usePlan, type Plan } from './use-plan.js';
import { VersionChanges } from './version-changes.js';

const barStyle = {
  position: 'sticky',
  bottom: 16,
  zIndex: 2,
  p: 2,
  display: 'flex',
  flexWrap: 'wrap',
  gap: 2,
  alignItems: 'center',
} as const;

/** The three-way view with its decisions, and the button that applies them. */
export function UpdateReview({ update }: { readonly update: EntryUpdate }) {
  const { t } = useTranslation();
  const isOperator = useMay('operator');
  const { choices, setChoices, apply, notice, failure } = useDecisions(update);
  const { conflicts } = arrangedFields(update);
  const { decisions, open } = decisionsFor(choices, update);
  const plan = usePlan(update, decisions);
  const { others } = arrangedFields(plan.shown);
  return (
    <>
      {notice && <MeanwhileNotice notice={notice} />}
      {failure && <ProblemAlert error={failure} />}
      <Standing update={update} differs={others.length > 0} />
      <ConflictList
        fields={conflicts}
        choices={choices}
        planned={plan}
        onChange={isOperator ? setChoices : undefined}
      />
      {plan.error && <ProblemAlert error={plan.error} onRetry={plan.retry} />}
      <VersionChanges update={plan.shown} />
      {others.length > 0 && <FieldList fields={others} />}
      {update.fields.length === 0 && !update.gone && <EmptyState title={t('market.noDifference')} />}
      <UpdateImpact update={plan.shown} />
      {isOperator && update.updatable && (
        <ApplyBar
          counts={{ conflicts: conflicts.length, open: open.length }}
          plan={plan}
          busy={apply.isPending}
          onApply={() => apply.mutate(decisions)}
        />
      )}
    </>
  );
}

/** How many are open, and the button: only what is shown is applied, so it waits until that is worked out. */
function ApplyBar(props: {
  readonly counts: { readonly conflicts: number; readonly open: number };
  readonly plan: Plan;
  readonly busy: boolean;
  readonly onApply: () => void;
}) {
  const { t } = useTranslation();
  const { counts, plan, busy, onApply } = props;
  const said = [
    ...(counts.conflicts > 0 ? [t('market.conflictsOpen', { count: counts.open })] : []),
    ...(plan.state === 'asked' ? [t('market.workingOut')] : []),
  ];
  return (
    <Paper variant="outlined" sx={barStyle}>
      <Typography role="status" sx={{ flex: 1 }}>
        {said.join(' · ')}
      </Typography>
      <Button
        variant="contained"
        loading={busy}
        disabled={counts.open > 0 || plan.state !== 'current'}
        onClick={onApply}
      >
        {t('market.apply')}
      </Button>
    </Paper>
  );
}

/** Where there is nothing to take over: because all of it was, or because nothing is offered any more. */
function Standing({ update, differs }: { readonly update: EntryUpdate; readonly differs: boolean }) {
  const { t } = useTranslation();
  const { gone, updatable, source, name } = update;
  if (gone) return <GoneNotice gone={gone} source={source} name={name} />;
  if (updatable) return null;
  return (
    <Alert severity="success">
      {t('market.upToDate')} {differs && t('market.upToDateHint')}
    </Alert>
  );
}
