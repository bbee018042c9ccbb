import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import type { EntryView } from '@enginehouse/contracts';
import { Link as RouterLink } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../../api/client.js';
import { ConfirmDialog } from '../../../ui/confirm-dialog.js';
import { useAction } from '../../../ui/use-action.js';
import { useUsers } from './use-users.js';

/** Asks before the backend of an entry is deleted, and names what uses it. */
export function DisableEntry(props: {
  readonly entry: EntryView;
  readonly open: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const { source, name, withdrawn } = props.entry;
  const disable = useAction({
    run: () => valueOf(api.entries.disable({ params: { source, name } })),
    changes: ['entries', 'backends', 'sources'],
    said: () => t('market.disabledDone', { name }),
    onDone: props.onClose,
  });
  const close = () => {
    disable.reset();
    props.onClose();
  };
  return (
    <ConfirmDialog
      open={props.open}
      danger
      title={t('market.disableTitle', { name })}
      confirm={t('market.disable')}
      busy={disable.isPending}
      error={disable.error}
      onConfirm={() => disable.mutate(undefined)}
      onClose={close}
    >
      <Typography>{t(withdrawn ? 'market.disableLastText' : 'market.disableText', { name, source })}</Typography>
      <Users name={name} />
    </ConfirmDialog>
  );
}

function Users({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const { data, isError } = useUsers(name);
  if (isError) return <Typography>{t('market.usageUnknown')}</Typography>;
  if (!data) return null;
  if (data.length === 0) return <Typography color="textSecondary">{t('market.disableUnused')}</Typography>;
  return (
    <div>
      <Typography>{t('market.disableUsed', { count: data.length })}</Typography>
      <Box component="ul" sx={{ my: 1, pl: 2.5, maxHeight: 200, overflow: 'auto' }}>
        {data.map((deployment) => (
          <li key={deployment}>
            <Link component={RouterLink} to={`/deployments/${deployment}`}>
              {deployment}
            </Link>
          </li>
        ))}
      </Box>
    </div>
  );
}
