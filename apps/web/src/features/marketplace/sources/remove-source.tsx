import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import Typography from '@mui/material/Typography';
import type { SourceView } from '@enginehouse/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../../api/client.js';
import { ConfirmDialog } from '../../../ui/confirm-dialog.js';
import { useAction } from '../../../ui/use-action.js';

/** Asks before a source is removed, and what becomes of what is enabled from it. */
export function RemoveSource(props: { readonly source: SourceView; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { name, revision, enabledEntries } = props.source;
  const [keepEnabled, setKeepEnabled] = useState(false);
  const remove = useAction({
    run: () => valueOf(api.sources.remove({ params: { source: name }, query: { keepEnabled }, ifMatch: revision })),
    changes: ['sources', 'entries', 'backends'],
    said: () => t('market.sources.removed', { name }),
    onDone: props.onClose,
  });
  return (
    <ConfirmDialog
      open
      danger
      title={t('market.sources.removeTitle', { name })}
      confirm={t('market.sources.remove')}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(undefined)}
      onClose={props.onClose}
    >
      <Typography>{t('market.sources.removeText')}</Typography>
      {enabledEntries > 0 && (
        <>
          <Typography>{t('market.sources.removeEnabled', { count: enabledEntries })}</Typography>
          <FormControlLabel
            control={<Checkbox checked={keepEnabled} onChange={(_event, checked) => setKeepEnabled(checked)} />}
            label={t('market.sources.keepEnabled')}
          />
        </>
      )}
    </ConfirmDialog>
  );
}
