import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
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
import { VersionChanges } from './version-changes.js';

/** The three-way view with its decisions, and the button that applies them. */
export function UpdateReview({ update }: { readonly update: EntryUpdate }) {
  const { t } = useTranslation();
  const isOperator = useMay('operator');
  const { choices, setChoices, apply, notice, failure } = useDecisions(update);
  const { conflicts, others } = arrangedFields(update);
  const { decisions, open } = decisionsFor(choices, update);
  const changes = update.updatable;
  return (
    <>
      {notice && <MeanwhileNotice notice={notice} />}
      {failure && <ProblemAlert error={failure} />}
      <Standing update={update} differs={others.length > 0} />
      <ConflictList fields={conflicts} choices={choices} onChange={isOperator ? setChoices : undefined} />
      <VersionChanges update={update} />
      {others.length > 0 && <FieldList fields={others} />}
      {update.fields.length === 0 && !update.gone && <EmptyState title={t('market.noDifference')} />}
      <UpdateImpact update={update} />
      {isOperator && changes && (
        <Paper
          variant="outlined"
          sx={{
            position: 'sticky',
            bottom: 16,
            zIndex: 2,
            p: 2,
            display: 'flex',
            flexWrap: 'wrap',
            gap: 2,
            alignItems: 'center',
          }}
        >
          <Typography role="status" sx={{ flex: 1 }}>
            {conflicts.length > 0 && t('market.conflictsOpen', { count: open.length })}
          </Typography>
          <Box>
            <Button
              variant="contained"
              loading={apply.isPending}
              disabled={open.length > 0}
              onClick={() => apply.mutate(decisions)}
            >
              {t('market.apply')}
            </Button>
          </Box>
        </Paper>
      )}
    </>
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
