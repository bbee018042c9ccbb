import CheckCircleIcon from '@mui/icons-material/CheckCircle';
import CircleIcon from '@mui/icons-material/RadioButtonUnchecked';
import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { Link as RouterLink } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

/** What to do on an empty installation, and what of it is done. */
export function FirstSteps({ workers, backends }: { readonly workers: number; readonly backends: number }) {
  const { t } = useTranslation();
  const steps = [
    ['worker', '/workers', workers > 0],
    ['backend', '/backends', backends > 0],
    ['deploy', '/deployments', false],
    ['chat', '/playground', false],
  ] as const;
  return (
    <Card component="section" aria-labelledby="first-steps" sx={{ p: 3 }}>
      <Typography id="first-steps" variant="h2" gutterBottom>
        {t('overview.first.title')}
      </Typography>
      <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 2 }}>
        {steps.map(([name, path, isDone]) => (
          <Box component="li" key={name} sx={{ display: 'flex', gap: 1.5, alignItems: 'flex-start' }}>
            {isDone ? (
              <CheckCircleIcon color="success" titleAccess={t('overview.first.done')} />
            ) : (
              <CircleIcon color="disabled" />
            )}
            <Box>
              <Link component={RouterLink} to={path} sx={{ fontWeight: 600 }}>
                {t(`overview.first.${name}`)}
              </Link>
              <Typography variant="body2" color="textSecondary">
                {t(`overview.first.${name}Hint`)}
              </Typography>
            </Box>
          </Box>
        ))}
      </Box>
    </Card>
  );
}
