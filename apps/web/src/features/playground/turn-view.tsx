import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import CircularProgress from '@mui/material/CircularProgress';
import Typography from '@mui/material/Typography';
import { ProblemError } from '@enginehouse/contracts';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { problemIn } from '../../api/client.js';
import { ProblemAlert } from '../../ui/problem-alert.js';
import { speedOf } from './answer-progress.js';
import type { Turn } from './use-chat.js';

/** A question and its answer, as far as it has come. */
export function TurnView(props: {
  readonly turn: Turn;
  readonly model: string;
  readonly deployment: string | undefined;
  /** Asks the same again; missing where that cannot be. */
  readonly onRetry: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  const { turn, model } = props;
  const { question, progress, state } = turn;
  return (
    <>
      <Said by={t('playground.you')} isOwn>
        {question}
      </Said>
      {(progress.text || state === 'answering') && (
        <Said by={model}>{progress.text || <CircularProgress size={18} aria-label={t('playground.thinking')} />}</Said>
      )}
      {state === 'failed' && <Failure error={turn.error} deployment={props.deployment} onRetry={props.onRetry} />}
      {state === 'stopped' && (
        <Typography variant="caption" color="textSecondary">
          {t('playground.stopped')}
        </Typography>
      )}
      {progress.firstMs !== undefined && <Figures turn={turn} />}
    </>
  );
}

function Said({
  by,
  isOwn = false,
  children,
}: {
  readonly by: string;
  readonly isOwn?: boolean;
  readonly children: React.ReactNode;
}) {
  return (
    <Box
      sx={{
        justifySelf: isOwn ? 'end' : 'start',
        maxWidth: 'min(100%, 80ch)',
        px: 1.5,
        py: 1,
        borderRadius: 2,
        border: 1,
        borderColor: 'divider',
        bgcolor: isOwn ? 'action.selected' : 'background.default',
      }}
    >
      <Typography variant="caption" color="textSecondary" component="div">
        {by}
      </Typography>
      <Typography component="div" sx={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {children}
      </Typography>
    </Box>
  );
}

function Failure({
  error,
  deployment,
  onRetry,
}: {
  readonly error: unknown;
  readonly deployment: string | undefined;
  readonly onRetry: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  const problem = problemIn(error);
  const { retryAfterSeconds, status } = problem;
  const title = status === 0 ? t('playground.brokenOff') : t('playground.refused', { status });
  return (
    <Box>
      <ProblemAlert
        error={new ProblemError({ ...problem, title: problem.title || title })}
        {...(onRetry ? { onRetry } : {})}
      />
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', mt: 0.5 }}>
        {retryAfterSeconds !== undefined && (
          <Typography variant="body2">{t('playground.retryIn', { count: retryAfterSeconds })}</Typography>
        )}
        {deployment !== undefined && (
          <Button size="small" component={Link} to={`/deployments/${deployment}`}>
            {t('playground.toDeployment')}
          </Button>
        )}
      </Box>
    </Box>
  );
}

function Figures({ turn: { progress, instance } }: { readonly turn: Turn }) {
  const { t, i18n } = useTranslation();
  const { tokens, pieces, firstMs = 0, lastMs } = progress;
  const number = (value: number, digits: number) =>
    new Intl.NumberFormat(i18n.language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
      value,
    );
  const speed = speedOf(progress);
  const figures = [
    t('playground.firstToken', { seconds: number(firstMs / 1000, 2) }),
    speed !== undefined &&
      t(tokens === undefined ? 'playground.speedPieces' : 'playground.speed', { value: number(speed, 1) }),
    tokens === undefined ? t('playground.pieces', { count: pieces }) : t('playground.tokens', { count: tokens }),
    t('playground.took', { seconds: number(lastMs / 1000, 2) }),
    instance !== undefined && t('playground.instance', { instance }),
  ];
  return (
    <Typography variant="caption" color="textSecondary">
      {figures.filter((each) => each !== false).join(' · ')}
    </Typography>
  );
}
