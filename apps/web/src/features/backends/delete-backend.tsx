import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../api/client.js';
import { useDeployments } from '../deployments/use-deployments.js';
import { TextLink } from '../../ui/router-links.js';
import { ChangeDialog } from './change-dialog.js';

/** Deletes a backend. Where deployments use it they are named, and it offers nothing that would be refused. */
export function DeleteBackend(props: {
  readonly backend: { readonly name: string; readonly revision: number };
  readonly onDone?: () => void;
  readonly onClose: () => void;
}) {
  const { name, revision } = props.backend;
  const { t } = useTranslation();
  const navigate = useNavigate();
  const users = useUsers(name);
  const isUsed = users.length > 0;
  return (
    <ChangeDialog
      name={name}
      revision={revision}
      danger
      removes
      title={t(isUsed ? 'backendMenu.deleteNotTitle' : 'backendMenu.deleteTitle', { name })}
      confirm={isUsed ? undefined : t('actions.delete')}
      said={t('backendMenu.deleted', { name })}
      leads={{
        label: t('backendMenu.history'),
        go: () => void navigate({ to: '/backends/$name/history', params: { name } }),
      }}
      run={(options) => valueOf(api.backends.remove({ params: { name }, ...options }))}
      onDone={() => props.onDone?.()}
      onClose={props.onClose}
    >
      {isUsed ? <Users names={users} /> : <Typography>{t('backendMenu.deleteText')}</Typography>}
    </ChangeDialog>
  );
}

function useUsers(backend: string): readonly string[] {
  const { data = [] } = useDeployments();
  return data.flatMap(({ name, spec }) => (spec.backend.toLowerCase() === backend.toLowerCase() ? [name] : []));
}

function Users({ names }: { readonly names: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <Box>
      <Typography>{t('backendMenu.usedBy', { count: names.length })}</Typography>
      <Box component="ul" sx={{ my: 0.5, pl: 2.5 }}>
        {names.map((name) => (
          <li key={name}>
            <TextLink to="/deployments/$name" params={{ name }}>
              {name}
            </TextLink>
          </li>
        ))}
      </Box>
      <Typography>{t('backendMenu.deleteFirst')}</Typography>
    </Box>
  );
}
