import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Tooltip from '@mui/material/Tooltip';
import Typography from '@mui/material/Typography';
import type { EntryImage, EntryView } from '@enginehouse/contracts';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../../api/client.js';
import { Code } from '../../../ui/code-text.js';
import { CopyButton } from '../../../ui/copy-button.js';
import { DataTable } from '../../../ui/data-table.js';
import { ProblemAlert } from '../../../ui/problem-alert.js';
import { RelativeTime } from '../../../ui/relative-time.js';
import { StateChip } from '../../../ui/state-chip.js';

const moods = { unchanged: 'good', moved: 'warning', unknown: 'idle' } as const;

/** Every version with its images, what their tags meant when it was enabled, and on request what they mean now. */
export function EntryVersions({ entry }: { readonly entry: EntryView }) {
  const { t } = useTranslation();
  const asked = useAskedImages(entry);
  const images = asked.data ?? entry.images;
  const moved = images.filter(({ status }) => status === 'moved').length;
  return (
    <>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center' }}>
        <Button variant="outlined" loading={asked.isFetching} onClick={() => void asked.refetch()}>
          {t('market.askRegistries')}
        </Button>
        <Typography variant="body2" color="textSecondary" role="status">
          {asked.data ? (
            <>
              {t('market.askedAt')} <RelativeTime at={new Date(asked.dataUpdatedAt).toISOString()} />
            </>
          ) : (
            t('market.notAsked')
          )}{' '}
          {!entry.enabled && t('market.digestsLater')}
        </Typography>
      </Box>
      {asked.error && <ProblemAlert error={asked.error} onRetry={() => void asked.refetch()} />}
      {moved > 0 && <Alert severity="warning">{t('market.movedWarning', { count: moved })}</Alert>}
      <ImageTable images={images} defaultVersion={entry.defaultVersion} />
    </>
  );
}

/** Asks the registries, which takes a while and is only done on request. */
const useAskedImages = ({ source, name, contentHash }: EntryView) =>
  useQuery({
    queryKey: ['images', source, name, contentHash],
    queryFn: async ({ signal }) => {
      const query = { checkImages: true } as const;
      return (await valueOf(api.entries.get({ params: { source, name }, query, signal }))).images;
    },
    enabled: false,
  });

function ImageTable(props: { readonly images: readonly EntryImage[]; readonly defaultVersion: string | undefined }) {
  const { t } = useTranslation();
  const columns = [
    {
      key: 'version',
      heading: t('market.columns.version'),
      cell: ({ version }: EntryImage) => <Version name={version} isDefault={version === props.defaultVersion} />,
    },
    { key: 'framework', heading: t('market.columns.framework'), cell: ({ framework }: EntryImage) => framework },
    {
      key: 'image',
      heading: t('market.columns.image'),
      cell: ({ image }: EntryImage) => (
        <Box sx={{ minWidth: 220, maxWidth: 520 }}>
          <Code>{image}</Code>
        </Box>
      ),
    },
    {
      key: 'recorded',
      heading: t('market.columns.recorded'),
      cell: ({ recorded }: EntryImage) => <Digest digest={recorded} />,
    },
    {
      key: 'current',
      heading: t('market.columns.current'),
      cell: ({ current }: EntryImage) => <Digest digest={current} />,
    },
    {
      key: 'status',
      heading: t('market.columns.status'),
      cell: ({ status, detail }: EntryImage) => (
        <>
          <StateChip mood={moods[status]} label={t(`market.imageStatus.${status}`)} />
          {status !== 'unchanged' && (
            <Typography variant="caption" color="textSecondary" component="div" sx={{ minWidth: 160 }}>
              {detail}
            </Typography>
          )}
        </>
      ),
    },
  ];
  return (
    <DataTable
      label={t('market.tabs.versions')}
      columns={columns}
      rows={props.images}
      keyOf={({ version, framework, image }) => `${version} ${framework} ${image}`}
    />
  );
}

/** The beginning of a digest; all of it on hover and on the clipboard. */
function Digest({ digest }: { readonly digest: string | null }) {
  if (digest === null) return <>–</>;
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', whiteSpace: 'nowrap' }}>
      <Tooltip title={digest}>
        <span>
          <Code>{digest.replace('sha256:', '').slice(0, 12)}</Code>
        </span>
      </Tooltip>
      <CopyButton text={digest} />
    </Box>
  );
}

function Version({ name, isDefault }: { readonly name: string; readonly isDefault: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <strong>{name}</strong>
      {isDefault && (
        <Typography variant="caption" color="textSecondary" component="div">
          {t('market.defaultVersion')}
        </Typography>
      )}
    </>
  );
}
