import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import type { BackendVersion, BackendView } from '@enginehouse/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../../api/client.js';
import { useMay } from '../../../api/session.js';
import { ButtonLink } from '../../../ui/router-links.js';
import { ChangeDialog, type ChangeOptions } from '../change-dialog.js';

type Asked = 'default' | 'deprecate' | 'restore' | 'remove';

interface VersionProps {
  readonly backend: BackendView;
  readonly version: BackendVersion;
}

/** What can be done with a version. Those that come with Enginehouse are only deployed and chosen. */
export function VersionActions({ backend, version }: VersionProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Asked>();
  if (!useMay('operator')) return null;
  const isDeprecated = version.deprecated !== undefined;
  const isDefault = backend.definition.default_version === version.name;
  const offered: readonly Asked[] = [
    ...(isDefault || isDeprecated ? [] : (['default'] as const)),
    ...(version.built_in ? [] : [isDeprecated ? ('restore' as const) : ('deprecate' as const), 'remove' as const]),
  ];
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
      {!isDeprecated && (
        <ButtonLink
          size="small"
          variant="outlined"
          to="/deployments/new"
          search={{ backend: backend.name, version: version.name }}
          aria-label={t('versions.deployNamed', { version: version.name })}
        >
          {t('versions.deploy')}
        </ButtonLink>
      )}
      {offered.map((action) => (
        <Button
          key={action}
          size="small"
          color={action === 'remove' ? 'error' : 'primary'}
          aria-label={`${t(`versions.actions.${action}`)}: ${version.name}`}
          onClick={() => setAsked(action)}
        >
          {t(`versions.actions.${action}`)}
        </Button>
      ))}
      {asked && <Ask asked={asked} backend={backend} version={version} onClose={() => setAsked(undefined)} />}
    </Box>
  );
}

function Ask(props: VersionProps & { readonly asked: Asked; readonly onClose: () => void }) {
  const { asked, backend, onClose } = props;
  const { t } = useTranslation();
  const [message, setMessage] = useState('');
  const { name, revision } = backend;
  const version = props.version.name;
  const params = { name, version };
  const { backends } = api;
  const calls = {
    default: (options: ChangeOptions) =>
      backends.setDefaultVersion({ params: { name }, body: { version }, ...options }),
    deprecate: (options: ChangeOptions) => backends.deprecateVersion({ params, body: { message }, ...options }),
    restore: (options: ChangeOptions) => backends.restoreVersion({ params, ...options }),
    remove: (options: ChangeOptions) => backends.removeVersion({ params, ...options }),
  } as const;
  return (
    <ChangeDialog
      name={name}
      revision={revision}
      danger={asked === 'remove'}
      title={t(`versions.ask.${asked}`, { version })}
      confirm={t(`versions.actions.${asked}`)}
      said={t(`versions.did.${asked}`, { version })}
      run={(options) => valueOf(calls[asked](options))}
      onClose={onClose}
    >
      <Typography>{t(`versions.explain.${asked}`)}</Typography>
      {asked === 'deprecate' && (
        <TextField
          autoFocus
          label={t('versions.message')}
          helperText={t('versions.messageHint')}
          value={message}
          onChange={(event) => setMessage(event.target.value)}
          slotProps={{ htmlInput: { maxLength: 1000 } }}
        />
      )}
    </ChangeDialog>
  );
}
