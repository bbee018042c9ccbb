import ContentCopyIcon from '@mui/icons-material/ContentCopy';
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import DriveFileRenameOutlineIcon from '@mui/icons-material/DriveFileRenameOutline';
import ExpandMoreIcon from '@mui/icons-material/ExpandMore';
import Accordion from '@mui/material/Accordion';
import AccordionDetails from '@mui/material/AccordionDetails';
import AccordionSummary from '@mui/material/AccordionSummary';
import Alert from '@mui/material/Alert';
import Autocomplete from '@mui/material/Autocomplete';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { customSuffix } from '@enginehouse/backend-spec';
import { frameworks, type BackendSource, type FieldPath } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { placeholderTexts } from './backend-fields.js';
import { changed, nameOf, stemOf, type Row, type VersionDraft } from './draft.js';
import { EnvTable } from './env-table.js';
import { useSaid } from './field-messages.js';
import { helper, TextLine } from './text-line.js';

interface VersionPanelProps {
  readonly version: VersionDraft;
  readonly index: number;
  readonly source: BackendSource;
  readonly isNew: boolean;
  readonly isDefault: boolean;
  readonly inherited: readonly Row[];
  readonly wrong: boolean;
  readonly open: boolean;
  readonly autoFocus: boolean;
  readonly onToggle: () => void;
  readonly onChange: (version: VersionDraft) => void;
  readonly onRemove: () => void;
  readonly onCopy: () => void;
  /** Missing where the name stays as it is. */
  readonly onRename: (() => void) | undefined;
}

/** One version: closed a line, open a form. Versions that come with Enginehouse can only be read. */
export function VersionPanel(props: VersionPanelProps) {
  const { t } = useTranslation();
  const { version, index } = props;
  return (
    <Accordion
      variant="outlined"
      disableGutters
      expanded={props.open || props.wrong}
      onChange={props.onToggle}
      slotProps={{ transition: { unmountOnExit: true, timeout: 150 }, heading: { component: 'h3' } }}
      sx={props.wrong ? { borderColor: 'error.main' } : {}}
    >
      <AccordionSummary expandIcon={<ExpandMoreIcon />} id={`${version.id}-head`} aria-controls={`${version.id}-body`}>
        <Summary {...props} />
      </AccordionSummary>
      <AccordionDetails id={`${version.id}-body`} sx={{ display: 'flex', flexDirection: 'column', gap: 2 }}>
        {version.built_in && <Alert severity="info">{t('backendEdit.builtInHint')}</Alert>}
        {version.deprecated !== undefined && (
          <Alert severity="warning">
            {t('backendEdit.deprecated')}
            {version.deprecated && `: ${version.deprecated}`}
          </Alert>
        )}
        <VersionFields {...props} path={['versions', index]} />
        <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap' }}>
          {version.built_in ? (
            <Button startIcon={<ContentCopyIcon />} onClick={props.onCopy}>
              {t('backendEdit.copyVersion')}
            </Button>
          ) : (
            <>
              {!props.isNew && props.onRename && (
                <Button startIcon={<DriveFileRenameOutlineIcon />} onClick={props.onRename}>
                  {t('backendEdit.renameVersion', { name: version.name })}
                </Button>
              )}
              <Button color="error" startIcon={<DeleteIcon />} onClick={props.onRemove}>
                {t('backendEdit.removeVersion', { name: version.name })}
              </Button>
            </>
          )}
        </Box>
      </AccordionDetails>
    </Accordion>
  );
}

function Summary({ version, isDefault }: VersionPanelProps) {
  const { t } = useTranslation();
  return (
    <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap', minWidth: 0 }}>
      <Typography component="span" sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>
        {version.name || t('backendEdit.unnamed')}
      </Typography>
      {version.images.map(
        ({ framework }) => framework && <Chip key={framework} size="small" variant="outlined" label={framework} />,
      )}
      {isDefault && <Chip size="small" color="primary" label={t('backendEdit.isDefault')} />}
      {version.built_in && <Chip size="small" label={t('backendEdit.builtIn')} />}
      {version.deprecated !== undefined && <Chip size="small" color="warning" label={t('backendEdit.deprecated')} />}
    </Box>
  );
}

function VersionFields(props: VersionPanelProps & { readonly path: FieldPath }) {
  const { t } = useTranslation();
  const { version, path, onChange } = props;
  const readOnly = version.built_in ?? false;
  return (
    <>
      <NameLine {...props} />
      {version.images.map((image, at) => (
        <ImageLine
          // Images have no other identity than their place.
          key={at}
          path={[...path, 'images', at]}
          image={image}
          readOnly={readOnly}
          onChange={(next) =>
            onChange({ ...version, images: version.images.map((each, place) => (place === at ? next : each)) })
          }
        />
      ))}
      <TextLine
        label={t('backendEdit.fields.entrypoint')}
        path={[...path, 'entrypoint']}
        value={version.entrypoint}
        help={t('backendEdit.help.inherits')}
        mono
        readOnly={readOnly}
        onChange={(entrypoint) => onChange(changed(version, { entrypoint }))}
      />
      <TextLine
        label={t('backendEdit.fields.run_command')}
        path={[...path, 'run_command']}
        value={version.run_command}
        help={`${t('backendEdit.help.inherits')} ${t('backendEdit.help.run_command', placeholderTexts)}`}
        mono
        multiline
        readOnly={readOnly}
        onChange={(run_command) => onChange(changed(version, { run_command }))}
      />
      <EnvTable
        label={t('backendEdit.fields.env')}
        path={[...path, 'env']}
        rows={version.env}
        inherited={props.inherited}
        readOnly={readOnly}
        onChange={(env) => onChange({ ...version, env })}
      />
    </>
  );
}

function NameLine({
  version,
  path,
  source,
  isNew,
  autoFocus,
  onChange,
}: VersionPanelProps & { readonly path: FieldPath }) {
  const { t } = useTranslation();
  const suffixed = source !== 'custom' && isNew && !version.built_in;
  return (
    <TextLine
      label={t('backendEdit.fields.version')}
      path={[...path, 'name']}
      value={suffixed ? stemOf(version.name) : version.name}
      suffix={suffixed ? customSuffix : undefined}
      help={isNew ? undefined : t('backendEdit.help.versionFixed')}
      readOnly={!isNew}
      required
      mono
      autoFocus={autoFocus}
      onChange={(typed) => onChange({ ...version, name: suffixed ? nameOf(typed) : typed.trim() })}
    />
  );
}

type Image = VersionDraft['images'][number];

function ImageLine(props: {
  readonly image: Image;
  readonly path: FieldPath;
  readonly readOnly: boolean;
  readonly onChange: (image: Image) => void;
}) {
  const { t } = useTranslation();
  const { image, path, readOnly, onChange } = props;
  const { error, warning, onBlur } = useSaid([...path, 'framework']);
  return (
    <Box
      sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: { xs: '1fr', sm: 'minmax(0, 3fr) minmax(140px, 1fr)' } }}
    >
      <TextLine
        label={t('backendEdit.fields.image_name')}
        path={[...path, 'image_name']}
        value={image.image_name}
        placeholder="registry/name:tag"
        required
        mono
        readOnly={readOnly}
        onChange={(image_name) => onChange({ ...image, image_name: image_name.trim() })}
      />
      <Autocomplete
        freeSolo
        disableClearable
        readOnly={readOnly}
        options={[...frameworks]}
        inputValue={image.framework}
        value={image.framework}
        onInputChange={(_event, framework) =>
          framework !== image.framework && onChange({ ...image, framework: framework.trim() })
        }
        renderInput={(params) => (
          <TextField
            {...params}
            label={t('backendEdit.fields.framework')}
            required
            error={error !== undefined}
            helperText={helper(error, warning, undefined)}
            onBlur={onBlur}
          />
        )}
      />
    </Box>
  );
}
