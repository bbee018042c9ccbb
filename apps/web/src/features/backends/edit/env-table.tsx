import AddIcon from '@mui/icons-material/Add';
import CloseIcon from '@mui/icons-material/Close';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import IconButton from '@mui/material/IconButton';
import Typography from '@mui/material/Typography';
import type { FieldPath } from '@enginehouse/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { nextId, type Row } from './draft.js';
import { TextLine } from './text-line.js';

interface EnvTableProps {
  readonly label: string;
  readonly path: FieldPath;
  readonly rows: readonly Row[] | undefined;
  /** What a version has without saying so. */
  readonly inherited?: readonly Row[];
  readonly readOnly?: boolean;
  readonly onChange: (rows: readonly Row[] | undefined) => void;
}

const columns = { xs: 'minmax(0, 1fr) 40px', sm: 'minmax(120px, 2fr) minmax(160px, 3fr) 40px' };

/** Variables of the environment: those of its own, and those that it inherits, each with where it comes from. */
export function EnvTable({ label, path, rows = [], inherited = [], readOnly = false, onChange }: EnvTableProps) {
  const { t } = useTranslation();
  const [fresh, setFresh] = useState<string>();
  const store = (next: readonly Row[]) => onChange(next.length > 0 ? next : undefined);
  const add = (row: Omit<Row, 'id'>) => {
    const id = nextId();
    setFresh(id);
    store([...rows, { ...row, id }]);
  };
  const own = new Set(rows.map(({ name }) => name));
  const rest = inherited.filter(({ name }) => name !== '' && !own.has(name));
  return (
    <Box role="group" aria-label={label} sx={{ display: 'flex', flexDirection: 'column', gap: 1.25 }}>
      <Typography variant="body2" sx={{ fontWeight: 600 }}>
        {label}
      </Typography>
      {rows.length + rest.length === 0 && (
        <Typography variant="body2" color="textSecondary">
          {t('backendEdit.noVariables')}
        </Typography>
      )}
      {rows.map((row) => (
        <EnvRow
          key={row.id}
          row={row}
          path={[...path, row.name]}
          below={inherited.find(({ name }) => name === row.name)?.value}
          readOnly={readOnly}
          autoFocus={row.id === fresh}
          onChange={(next) => store(rows.map((each) => (each.id === row.id ? next : each)))}
          onRemove={() => store(rows.filter(({ id }) => id !== row.id))}
        />
      ))}
      {rest.map((row) => (
        <Inherited key={row.id} row={row} onOverride={readOnly ? undefined : () => add(row)} />
      ))}
      {!readOnly && (
        <Button
          size="small"
          startIcon={<AddIcon />}
          onClick={() => add({ name: '', value: '' })}
          sx={{ alignSelf: 'start' }}
        >
          {t('backendEdit.addVariable')}
        </Button>
      )}
    </Box>
  );
}

function EnvRow(props: {
  readonly row: Row;
  readonly path: FieldPath;
  /** The value that this one replaces. */
  readonly below: string | undefined;
  readonly readOnly: boolean;
  readonly autoFocus: boolean;
  readonly onChange: (row: Row) => void;
  readonly onRemove: () => void;
}) {
  const { t } = useTranslation();
  const { row, onChange, readOnly } = props;
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: columns, gap: 1, alignItems: 'start' }}>
      <TextLine
        label={t('backendEdit.variable')}
        path={props.path}
        value={row.name}
        mono
        readOnly={readOnly}
        autoFocus={props.autoFocus && row.name === ''}
        onChange={(name) => onChange({ ...row, name })}
      />
      <Box sx={{ gridColumn: { xs: '1', sm: '2' } }}>
        <TextLine
          label={t('backendEdit.value')}
          path={[...props.path, 'value']}
          value={row.value}
          mono
          readOnly={readOnly}
          autoFocus={props.autoFocus && row.name !== ''}
          help={
            props.below === undefined ? undefined : t('backendEdit.overrides', { value: JSON.stringify(props.below) })
          }
          onChange={(value) => onChange({ ...row, value })}
        />
      </Box>
      {!readOnly && (
        <IconButton
          aria-label={t('backendEdit.removeVariable', { name: row.name })}
          onClick={props.onRemove}
          sx={{ gridColumn: { xs: '2', sm: '3' }, gridRow: 1 }}
        >
          <CloseIcon fontSize="small" />
        </IconButton>
      )}
    </Box>
  );
}

function Inherited({ row, onOverride }: { readonly row: Row; readonly onOverride?: (() => void) | undefined }) {
  const { t } = useTranslation();
  const origin = <Chip size="small" variant="outlined" label={t('backendEdit.fromBackend')} />;
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center', minHeight: 32 }}>
      <Typography component="code" variant="body2" sx={{ fontFamily: 'monospace', overflowWrap: 'anywhere' }}>
        {row.name}={row.value}
      </Typography>
      {origin}
      {onOverride && (
        <Button size="small" onClick={onOverride} aria-label={t('backendEdit.override', { name: row.name })}>
          {t('backendEdit.overrideHere')}
        </Button>
      )}
    </Box>
  );
}
