import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { HistoryEntry, PlannedChange } from '@enginehouse/contracts';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../api/client.js';
import { PageSkeleton } from '../../ui/page-skeleton.js';
import { ProblemAlert } from '../../ui/problem-alert.js';
import { ChangeDialog } from '../backends/change-dialog.js';
import { FieldChanges } from './field-changes.js';
import { useDiff } from './use-history.js';

/** Makes a backend what it was; shows first what would change and who uses it. */
export function RollBack(props: {
  readonly name: string;
  readonly history: readonly HistoryEntry[];
  readonly target: number;
  readonly onClose: () => void;
}) {
  const { name, target } = props;
  const { t } = useTranslation();
  const last = props.history.at(-1);
  const current = last?.revision ?? target;
  const isDeleted = last?.type === 'BackendDeleted';
  return (
    <ChangeDialog
      name={name}
      revision={current}
      title={t('history.rollBackTitle', { name, revision: target })}
      confirm={t('history.rollBack')}
      said={t('history.rolledBack', { name, revision: target })}
      run={({ ifMatch, ...options }) =>
        valueOf(
          api.history.rollBack({
            params: { name },
            body: { toRevision: target },
            // What is deleted has no revision that a change could be based on.
            ...(isDeleted ? options : { ifMatch, ...options }),
          }),
        )
      }
      onClose={props.onClose}
    >
      <Typography>{t('history.rollBackText')}</Typography>
      <WouldChange name={name} from={current} to={target} />
      <Touched name={name} target={target} current={current} />
    </ChangeDialog>
  );
}

function WouldChange({ name, from, to }: { readonly name: string; readonly from: number; readonly to: number }) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useDiff(name, from, to);
  if (isPending) return <PageSkeleton />;
  if (error) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  const count = data.changes.length;
  return (
    <Box>
      <Typography variant="body2" gutterBottom>
        {count === 0 ? t('history.wouldChangeNothing') : t('history.wouldChange', { count })}
      </Typography>
      <FieldChanges changes={data.changes} />
    </Box>
  );
}

/** Asks the planner what the earlier definition would mean for the deployments. */
function Touched(props: { readonly name: string; readonly target: number; readonly current: number }) {
  const { name, target, current } = props;
  const { data } = useQuery({
    queryKey: ['history', 'plan', name, target, current],
    queryFn: async ({ signal }) => {
      const accept = 'application/yaml' as const;
      const query = { revision: target };
      const yaml = await valueOf(api.backends.get({ params: { name }, query, accept, signal }));
      const { items } = await valueOf(api.backends.plan({ body: { documents: [{ yaml }] }, signal }));
      return items[0] ?? null;
    },
  });
  return data ? <Impact planned={data} /> : null;
}

function Impact({ planned }: { readonly planned: PlannedChange }) {
  const { t } = useTranslation();
  const { impact, impactUnknown, moreImpact = 0, problem } = planned;
  if (problem) {
    return (
      <Alert severity="warning">
        {t('history.refused')}: {problem.detail}
      </Alert>
    );
  }
  if (impactUnknown !== undefined) {
    return (
      <Alert severity="warning">
        {t('history.touchedUnknown')}: {impactUnknown}
      </Alert>
    );
  }
  if (impact.length === 0) return <Typography variant="body2">{t('history.touchedNone')}</Typography>;
  return (
    <Box>
      <Typography variant="body2">{t('history.touched', { count: impact.length + moreImpact })}</Typography>
      <Box component="ul" sx={{ my: 0.5, pl: 2.5 }}>
        {impact.map(({ deployment, reason }) => (
          <li key={deployment}>
            <strong>{deployment}</strong>: {reason}
          </li>
        ))}
      </Box>
    </Box>
  );
}
