import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../api/client.js';
import { Code } from '../../ui/code-text.js';
import { PageSkeleton } from '../../ui/page-skeleton.js';
import { ProblemAlert } from '../../ui/problem-alert.js';
import { RelativeTime } from '../../ui/relative-time.js';

/** Everything that happened to a deployment and its instances, newest first. */
export function DeploymentTimeline({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['instances', 'timeline', name],
    queryFn: async ({ signal }) => (await valueOf(api.deployments.events({ params: { name }, signal }))).items,
  });
  if (isPending) return <PageSkeleton />;
  if (error) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  if (data.length === 0) return <Typography>{t('deployments.noEvents')}</Typography>;
  return (
    <Box component="ol" reversed sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {data.toReversed().map((each) => (
        <Box
          component="li"
          key={each.position}
          sx={{ display: 'flex', gap: 2, py: 1, borderBottom: 1, borderColor: 'divider' }}
        >
          <Typography variant="body2" color="textSecondary" sx={{ width: 120, flexShrink: 0 }}>
            <RelativeTime at={each.at} />
          </Typography>
          <Box sx={{ minWidth: 0 }}>
            <Typography variant="body2">
              {each.instance && <Code>{each.instance}</Code>} {each.text}
            </Typography>
            <Typography variant="caption" color="textSecondary">
              {each.position} · {each.type} · {each.actor}
              {each.reason ? ` · ${each.reason}` : ''}
            </Typography>
          </Box>
        </Box>
      ))}
    </Box>
  );
}
