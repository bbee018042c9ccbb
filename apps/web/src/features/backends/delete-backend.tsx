import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../api/client.js';
import { useDeployments } from '../deployments/use-deployments.js';
import { TextLink } from '../../ui/router-links.js';
import { ChangeDialog } from './change-dialog.js';

/** Deletes a backend; names the deployments that use it, which keep it from being deleted. */
export function DeleteBackend(props: {
  readonly backend: { readonly name: string; readonly revision: number };
  readonly onDone?: () => void;
  readonly onClose: () => void;
}) {
  const { name, revision } = props.backend;
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <ChangeDialog
      name={name}
      revision={revision}
      danger
      removes
      title={t('backendMenu.deleteTitle', { name })}
      confirm={t('actions.delete')}
      said={t('backendMenu.deleted', { name })}
      leads={{
        label: t('backendMenu.history'),
        go: () => void navigate({ to: '/backends/$name/history', params: { name } }),
      }}
      run={(options) => valueOf(api.backends.remove({ params: { name }, ...options }))}
      onDone={() => props.onDone?.()}
      onClose={props.onClose}
    >
      <Typography>{t('backendMenu.deleteText')}</Typography>
      <Users backend={name} />
    </ChangeDialog>
  );
}

function Users({ backend }: { readonly backend: string }) {
  const { t } = useTranslation();
  const { data = [] } = useDeployments();
  const users = data.filter(({ spec }) => spec.backend.toLowerCase() === backend.toLowerCase());
  if (users.length === 0) return null;
  return (
    <Box>
      <Typography color="error">{t('backendMenu.usedBy', { count: users.length })}</Typography>
      <Box component="ul" sx={{ my: 0.5, pl: 2.5 }}>
        {users.map(({ name }) => (
          <li key={name}>
            <TextLink to="/deployments/$name" params={{ name }}>
              {name}
            </TextLink>
          </li>
        ))}
      </Box>
    </Box>
  );
}
