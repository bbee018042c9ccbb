import UploadFileIcon from '@mui/icons-material/UploadFile';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Paper from '@mui/material/Paper';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import type { BackendSource, FieldError } from '@enginehouse/contracts';
import { lazy, Suspense, useRef, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useSay } from '../../../ui/snackbar.js';
import type { EditorHandle } from './yaml-editor.js';

const YamlEditor = lazy(async () => ({ default: (await import('./yaml-editor.js')).YamlEditor }));
const most = 1024 * 1024;

/** A backend as YAML: typed, uploaded or dropped, with every error and its place. */
export function YamlSide(props: {
  readonly text: string;
  readonly source: BackendSource;
  readonly errors: readonly FieldError[];
  readonly handle: { current: EditorHandle | null };
  readonly onChange: (text: string) => void;
}) {
  const { t } = useTranslation();
  const say = useSay();
  const { handle } = props;
  const take = async (file: File) => {
    if (file.size > most) return say({ text: t('backendEdit.tooLarge', { file: file.name }), severity: 'error' });
    handle.current?.replace(await file.text());
    return say({ text: t('backendEdit.took', { file: file.name }), severity: 'info' });
  };
  /** Beside the editor too: a browser would leave the page for a file that nobody takes. */
  const drop = (event: DragEvent) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file) void take(file);
  };
  return (
    <Box
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
      sx={{ display: 'flex', flexDirection: 'column', gap: 1.5 }}
    >
      <Upload onFile={(file) => void take(file)} />
      <Paper variant="outlined" sx={{ overflow: 'hidden' }}>
        <Suspense fallback={<Skeleton variant="rectangular" height={420} />}>
          <YamlEditor
            label={t('backendEdit.yamlLabel')}
            text={props.text}
            source={props.source}
            errors={props.errors}
            handle={handle}
            onChange={props.onChange}
            onFile={(file) => void take(file)}
          />
        </Suspense>
      </Paper>
      {props.source === 'built_in' && (
        <Typography variant="body2" color="textSecondary">
          {t('backendEdit.shipped')}
        </Typography>
      )}
      <ErrorList errors={props.errors} onChoose={(line, column) => handle.current?.goTo(line, column)} />
    </Box>
  );
}

function Upload({ onFile }: { readonly onFile: (file: File) => void }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  return (
    <Box sx={{ display: 'flex', gap: 1.5, alignItems: 'center', flexWrap: 'wrap' }}>
      <Button variant="outlined" startIcon={<UploadFileIcon />} onClick={() => input.current?.click()}>
        {t('backendEdit.upload')}
      </Button>
      <Typography variant="body2" color="textSecondary">
        {t('backendEdit.drop')}
      </Typography>
      <input
        ref={input}
        type="file"
        accept=".yaml,.yml,.json,application/yaml,text/yaml"
        hidden
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) onFile(file);
          event.target.value = '';
        }}
      />
    </Box>
  );
}

/** All errors of a text, each leading to its place. */
export function ErrorList(props: {
  readonly errors: readonly FieldError[];
  readonly onChoose?: (line: number, column: number) => void;
}) {
  const { t } = useTranslation();
  const { errors, onChoose } = props;
  if (errors.length === 0) return <Alert severity="success">{t('backendEdit.yamlFine')}</Alert>;
  return (
    <Alert severity="error" role="region" aria-label={t('backendEdit.yamlErrors', { count: errors.length })}>
      <Typography variant="body2" sx={{ fontWeight: 600 }}>
        {t('backendEdit.yamlErrors', { count: errors.length })}
      </Typography>
      <Box component="ul" sx={{ m: 0, pl: 2.5, maxHeight: 220, overflow: 'auto' }}>
        {errors.map((error) => (
          <li key={`${error.line}:${error.column} ${error.code} ${error.path.join('.')}`}>
            <Where error={error} onChoose={onChoose} /> {error.detail} {error.hint}
          </li>
        ))}
      </Box>
    </Alert>
  );
}

function Where(props: {
  readonly error: FieldError;
  readonly onChoose: ((line: number, column: number) => void) | undefined;
}) {
  const { t } = useTranslation();
  const { line, column = 1, path } = props.error;
  if (line === undefined) return <strong>{path.join('.')}</strong>;
  const text = t('backendEdit.line', { line, column });
  if (!props.onChoose) return <strong>{text}</strong>;
  return (
    <Link component="button" type="button" color="inherit" onClick={() => props.onChoose?.(line, column)}>
      {text}
    </Link>
  );
}
