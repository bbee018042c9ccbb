import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { Preview } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { sizeOf } from '../../../ui/size-text.js';
import { StateChip } from '../../../ui/state-chip.js';
import { useWorkers } from '../../workers/use-workers.js';
import { ScoreText } from '../score-text.js';
import { Titled } from './titled.js';
import { workerFits, type Room, type WorkerFit } from './worker-fit.js';

const moods = { chosen: 'good', fits: 'good', not: 'warning' } as const;

/** Whether a replica fits now; and of each worker that was considered whether it does, why not, and the figures. */
export function PreviewFit({
  placement,
  claim,
  isRefused,
}: Pick<Preview, 'placement' | 'claim'> & {
  /** Creating it would be refused, wherever it fits. */ readonly isRefused: boolean;
}) {
  const { t } = useTranslation();
  const workers = useWorkers();
  const { worker, reason, explanation } = placement;
  const fits = workerFits(explanation, claim, workers.data ?? []);
  const unnamed = explanation.considered - fits.length;
  return (
    <>
      {!isRefused && (
        <Alert severity={worker === null ? 'warning' : 'success'} role="status" sx={{ overflowWrap: 'anywhere' }}>
          <AlertTitle>
            {worker === null
              ? t('deployments.deploy.preview.fitsNot')
              : t('deployments.deploy.preview.fits', { worker })}
          </AlertTitle>
          {reason} {worker === null && t('deployments.deploy.preview.fitsNotHint')}
        </Alert>
      )}
      {fits.length > 0 && (
        <Titled title={t('deployments.deploy.preview.workers')}>
          <Box
            component="ul"
            aria-label={t('deployments.deploy.preview.workers')}
            sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 1.5 }}
          >
            {fits.map((fit) => (
              <OneWorker key={fit.worker} fit={fit} />
            ))}
          </Box>
          {unnamed > 0 && (
            <Typography variant="body2" color="textSecondary">
              {t('deployments.deploy.preview.moreWorkers', { count: unnamed })}
            </Typography>
          )}
        </Titled>
      )}
    </>
  );
}

function OneWorker({ fit: { worker, state, detail, score, terms, rooms } }: { readonly fit: WorkerFit }) {
  const { t } = useTranslation();
  return (
    <Box component="li" sx={{ display: 'grid', gap: 0.5, minWidth: 0 }}>
      <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
        <Typography variant="body2" sx={{ fontWeight: 650 }}>
          {worker}
        </Typography>
        <StateChip mood={moods[state]} label={t(`deployments.deploy.preview.fit.${state}`)} />
        {score !== undefined && (
          <Typography variant="caption" color="textSecondary">
            <ScoreText score={score} terms={terms} />
          </Typography>
        )}
      </Box>
      {detail && <Typography variant="body2">{detail}</Typography>}
      {rooms.map((room) => (
        <RoomLine key={room.gpu?.index ?? 'memory'} room={room} />
      ))}
    </Box>
  );
}

function RoomLine({ room }: { readonly room: Room }) {
  const { t, i18n } = useTranslation();
  const size = (mib: number) => sizeOf(mib, i18n.language);
  const { gpu, totalMib, claimedMib, freeMib, neededMib, isEnough } = room;
  return (
    <Typography variant="caption" color="textSecondary" component="div">
      {gpu ? t('workers.gpu', gpu) : t('workers.memory')}:{' '}
      {t('deployments.deploy.preview.room', { total: size(totalMib), claimed: size(claimedMib), free: size(freeMib) })}{' '}
      {isEnough
        ? t('deployments.deploy.preview.enough', { needed: size(neededMib) })
        : t('deployments.deploy.preview.tooLittle', { needed: size(neededMib), missing: size(neededMib - freeMib) })}
    </Typography>
  );
}
