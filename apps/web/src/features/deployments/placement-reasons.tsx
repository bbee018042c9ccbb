import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import type { Explanation } from '@enginehouse/contracts';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../api/client.js';
import { PageSkeleton } from '../../ui/page-skeleton.js';
import { ProblemAlert } from '../../ui/problem-alert.js';
import { ScoreText } from './score-text.js';

/** Why each instance is where it is, or why it waits: the last decision about it. */
export function PlacementReasons({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['instances', 'explain', name],
    queryFn: async ({ signal }) => (await valueOf(api.deployments.explain({ params: { name }, signal }))).instances,
  });
  if (isPending) return <PageSkeleton />;
  if (error) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  return (
    <Box sx={{ display: 'grid', gap: 2 }}>
      {data.map((each) => (
        <Card key={each.id} sx={{ p: 2 }}>
          <Typography variant="h3" component="h2" gutterBottom>
            {each.id}
          </Typography>
          {each.explanation ? (
            <Decision explanation={each.explanation} />
          ) : (
            <Typography>{t('deployments.placement.none')}</Typography>
          )}
        </Card>
      ))}
    </Box>
  );
}

function Decision({ explanation }: { readonly explanation: Explanation }) {
  const { t } = useTranslation();
  return (
    <>
      <Typography>{explanation.text}</Typography>
      <Typography variant="body2" color="textSecondary" gutterBottom>
        {t('deployments.placement.considered', { count: explanation.considered })} · {explanation.strategy}
      </Typography>
      <Rejected explanation={explanation} />
      <Candidates explanation={explanation} />
    </>
  );
}

function Rejected({ explanation: { rejected } }: { readonly explanation: Explanation }) {
  const { t } = useTranslation();
  if (rejected.length === 0) return null;
  return (
    <>
      <Typography variant="h4" component="h3" sx={{ fontSize: 14, fontWeight: 650, mt: 1 }}>
        {t('deployments.placement.rejected')}
      </Typography>
      <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
        {rejected.flatMap((group) =>
          group.workers.map(({ worker, detail }) => (
            <Typography component="li" variant="body2" key={`${group.code} ${worker}`}>
              {worker}: {detail}
            </Typography>
          )),
        )}
      </Box>
    </>
  );
}

function Candidates({ explanation: { candidates } }: { readonly explanation: Explanation }) {
  const { t } = useTranslation();
  if (candidates.length === 0) return null;
  return (
    <>
      <Typography variant="h4" component="h3" sx={{ fontSize: 14, fontWeight: 650, mt: 1 }}>
        {t('deployments.placement.candidates')}
      </Typography>
      <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
        {candidates.map(({ worker, score, terms, chosen }) => (
          <Typography component="li" variant="body2" key={worker} sx={{ fontWeight: chosen ? 650 : 400 }}>
            {worker}
            {chosen ? ` (${t('deployments.placement.chosen')})` : ''}: <ScoreText score={score} terms={terms} />
          </Typography>
        ))}
      </Box>
    </>
  );
}
