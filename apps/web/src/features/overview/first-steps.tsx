import CheckCircleIcon from '@mui/icons-material/CheckCircle';
import CloseIcon from '@mui/icons-material/Close';
import CircleIcon from '@mui/icons-material/RadioButtonUnchecked';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import IconButton from '@mui/material/IconButton';
import Typography from '@mui/material/Typography';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { TextLink } from '../../ui/router-links.js';
import type { Reached } from './reached.js';

const steps = [
  ['backend', '/backends'],
  ['worker', '/workers'],
  ['deploy', '/deployments/new'],
  ['chat', '/playground'],
] as const;

/** What to do on an empty installation, and what of it is done, live. `asked`: somebody wants to see it, so it gets the focus. */
export function FirstSteps(props: {
  readonly reached: Reached;
  readonly asked: boolean;
  readonly onDismiss: () => void;
}) {
  const { t } = useTranslation();
  const { reached, asked, onDismiss } = props;
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (asked) title.current?.focus();
  }, [asked]);
  const done = steps.filter(([name]) => reached[name]).length;
  const next = steps.find(([name]) => !reached[name])?.[0];
  return (
    <Card component="section" aria-labelledby="first-steps" sx={{ p: { xs: 2, md: 3 } }}>
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'flex-start' }}>
        <Typography
          id="first-steps"
          ref={title}
          tabIndex={-1}
          variant="h2"
          gutterBottom
          sx={{ flex: 1, outline: 'none' }}
        >
          {t('overview.first.title')}
        </Typography>
        <IconButton size="small" aria-label={t('overview.first.dismiss')} onClick={onDismiss}>
          <CloseIcon fontSize="small" />
        </IconButton>
      </Box>
      <Typography role="status" variant="body2" color="textSecondary" sx={{ mb: 2 }}>
        {next === undefined ? t('overview.first.allDone') : t('overview.first.progress', { done, total: steps.length })}
      </Typography>
      <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 2 }}>
        {steps.map(([name, path]) => (
          <Step key={name} name={name} path={path} isDone={reached[name]} isNext={name === next} />
        ))}
      </Box>
      {next === undefined && (
        <Button variant="contained" onClick={onDismiss} sx={{ mt: 2 }}>
          {t('actions.close')}
        </Button>
      )}
    </Card>
  );
}

function Step(props: {
  readonly name: (typeof steps)[number][0];
  readonly path: (typeof steps)[number][1];
  readonly isDone: boolean;
  readonly isNext: boolean;
}) {
  const { t } = useTranslation();
  const { name, path, isDone, isNext } = props;
  return (
    <Box
      component="li"
      aria-current={isNext ? 'step' : undefined}
      sx={{ display: 'flex', gap: 1.5, alignItems: 'flex-start' }}
    >
      {isDone ? (
        <CheckCircleIcon color="success" titleAccess={t('overview.first.done')} />
      ) : (
        <CircleIcon color={isNext ? 'primary' : 'disabled'} titleAccess={t('overview.first.open')} />
      )}
      <Box>
        <TextLink to={path} search={{}} sx={{ fontWeight: isNext ? 700 : 550 }}>
          {t(`overview.first.${name}`)}
        </TextLink>
        <Typography variant="body2" color="textSecondary">
          {t(`overview.first.${name}Hint`)}
        </Typography>
      </Box>
    </Box>
  );
}
