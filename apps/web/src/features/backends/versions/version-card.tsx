import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import type { BackendVersion, BackendView, ImageUpdate } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { Code } from '../../../ui/code-text.js';
import { Facts } from '../../../ui/facts.js';
import { RelativeTime } from '../../../ui/relative-time.js';
import type { Origin } from '../../history/origins.js';
import { CommandText } from './command-text.js';
import { EnvironmentList } from './environment-list.js';
import { ImageState } from './image-check.js';
import { VersionActions } from './version-actions.js';
import { imageParts, isWithdrawn } from './version-list.js';

interface VersionCardProps {
  readonly backend: BackendView;
  readonly version: BackendVersion;
  readonly origin: Origin | undefined;
  readonly updates: readonly ImageUpdate[];
}

/** One version: what it runs, where it came from, and what can be done with it. */
export function VersionCard({ backend, version, origin, updates }: VersionCardProps) {
  const { t } = useTranslation();
  const { entrypoint, run_command: command, env = {} } = version;
  const facts = [
    { name: t('versions.image'), value: <Images version={version} updates={updates} /> },
    ...(entrypoint ? [{ name: t('versions.entrypoint'), value: <CommandText text={entrypoint} /> }] : []),
    ...(command ? [{ name: t('versions.command'), value: <CommandText text={command} /> }] : []),
    ...(Object.keys(env).length > 0 ? [{ name: t('versions.env'), value: <EnvironmentList env={env} /> }] : []),
    ...(origin ? [{ name: t('versions.added'), value: <Added origin={origin} /> }] : []),
  ];
  return (
    <Paper variant="outlined" sx={{ p: 2, display: 'flex', flexDirection: 'column', gap: 1.5 }}>
      <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
        <Typography variant="h3" component="h4" sx={{ overflowWrap: 'anywhere', mr: 0.5 }}>
          {version.name}
        </Typography>
        <Marks backend={backend} version={version} />
      </Box>
      {version.deprecated !== undefined && version.deprecated !== '' && (
        <Alert severity="warning" role="presentation" sx={{ py: 0 }}>
          {version.deprecated}
        </Alert>
      )}
      <Facts facts={facts} />
      <VersionActions backend={backend} version={version} />
    </Paper>
  );
}

function Marks({ backend, version }: Pick<VersionCardProps, 'backend' | 'version'>) {
  const { t } = useTranslation();
  const frameworks = version.images.map(({ framework }) => framework);
  return (
    <>
      {backend.definition.default_version === version.name && (
        <Chip size="small" color="primary" label={t('versions.isDefault')} />
      )}
      {frameworks.map((framework) => (
        <Chip key={framework} size="small" variant="outlined" label={framework} />
      ))}
      {backend.source === 'built_in' && (
        <Chip size="small" variant="outlined" label={t(version.built_in ? 'versions.builtIn' : 'versions.yours')} />
      )}
      {version.deprecated !== undefined && (
        <Chip
          size="small"
          color="warning"
          label={t(isWithdrawn(version) ? 'versions.withdrawn' : 'versions.isDeprecated')}
        />
      )}
    </>
  );
}

function Images({ version, updates }: Pick<VersionCardProps, 'version' | 'updates'>) {
  return (
    <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'flex', flexDirection: 'column', gap: 1 }}>
      {version.images.map(({ framework, image_name: reference }) => (
        <li key={framework}>
          <Image reference={reference} framework={version.images.length > 1 ? framework : undefined} />
          <ImageState update={updates.find((update) => update.framework === framework)} />
        </li>
      ))}
    </Box>
  );
}

function Image({ reference, framework }: { readonly reference: string; readonly framework: string | undefined }) {
  const { image, digest } = imageParts(reference);
  return (
    <>
      {framework && `${framework}: `}
      <Code>{image}</Code>
      {digest && (
        <Typography variant="caption" color="textSecondary" component="div">
          <Code>{digest}</Code>
        </Typography>
      )}
    </>
  );
}

function Added({ origin }: { readonly origin: Origin }) {
  return (
    <>
      {origin.actor} · <RelativeTime at={origin.at} />
    </>
  );
}
