import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import type { EntryGone } from '@enginehouse/contracts';
import { Link as RouterLink } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { RelativeTime } from '../../../ui/relative-time.js';

/** Why an enabled entry gets no updates any more, since when, and what can be done about it. */
export function GoneNotice(props: { readonly gone: EntryGone; readonly source: string; readonly name: string }) {
  const { t } = useTranslation();
  const { gone, source, name } = props;
  const { reason, since, location } = gone;
  return (
    <Alert severity="warning">
      <AlertTitle>
        {t(`market.gone.title.${reason}`, { source })}
        {since !== null && (
          <>
            {' · '}
            <RelativeTime at={since} />
          </>
        )}
      </AlertTitle>
      <Typography variant="body2">{t(`market.gone.text.${reason}`, { source, name })}</Typography>
      {reason !== 'withdrawn' && (
        <Typography variant="body2">
          {location !== undefined && <>{t(`market.gone.place.${reason}`, { location })} </>}
          <Link component={RouterLink} to="/marketplace/sources">
            {t('market.manageSources')}
          </Link>
        </Typography>
      )}
    </Alert>
  );
}
