import Alert from '@mui/material/Alert';
import Typography from '@mui/material/Typography';
import type { EntryView } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { api, problemIn, valueOf } from '../../../api/client.js';
import { queryClient } from '../../../api/query-client.js';
import { ConfirmDialog } from '../../../ui/confirm-dialog.js';
import { useAction } from '../../../ui/use-action.js';

/** Asks before an entry becomes a backend. Where it has changed since it was looked at, it is shown anew instead. */
export function EnableEntry(props: {
  readonly entry: EntryView;
  readonly open: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const { source, name, contentHash, versions, provenance } = props.entry;
  const enable = useAction({
    run: async (hash: string) => {
      const params = { source, name };
      return valueOf(api.entries.enable({ params, body: { contentHash: hash } }));
    },
    changes: ['entries', 'backends', 'sources'],
    said: ({ restored, keptYours }) => {
      const paths = keptYours.map((path) => path.join('/')).join(', ');
      const done = t(restored ? 'market.restored' : 'market.enabledDone', { name });
      return keptYours.length === 0 ? done : `${done}. ${t('market.keptYours', { count: keptYours.length, paths })}`;
    },
    onDone: props.onClose,
  });
  const hasChanged = enable.error !== null && problemIn(enable.error).code === 'entry-changed';
  const tryToEnable = () =>
    enable.mutate(contentHash, { onError: () => void queryClient.invalidateQueries({ queryKey: ['entries'] }) });
  const close = () => {
    enable.reset();
    props.onClose();
  };
  return (
    <ConfirmDialog
      open={props.open}
      title={t('market.enableTitle', { name })}
      confirm={t('market.enable')}
      busy={enable.isPending}
      error={hasChanged ? undefined : enable.error}
      onConfirm={tryToEnable}
      onClose={close}
    >
      {hasChanged && <Alert severity="warning">{t('market.changedMeanwhile')}</Alert>}
      <Typography>{t('market.enableWhole', { name, count: versions.length })}</Typography>
      <Typography variant="body2" color="textSecondary">
        {provenance.signedBy === null
          ? t('market.enableUnsigned')
          : t('market.enableSigned', { key: provenance.signedBy })}
      </Typography>
    </ConfirmDialog>
  );
}
