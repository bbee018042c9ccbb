import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import IconButton from '@mui/material/IconButton';
import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { isSecretName, type PreviewVariable } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { monospace } from '../../../app/theme.js';
import { Code } from '../../../ui/code-text.js';
import type { Variable } from './deploy-form.js';
import type { InheritedVariable } from './env-rows.js';

type Origin = PreviewVariable['origin'];
const mask = '********';

/** Where a value comes from, and what it replaces. */
export function OriginCell(props: { readonly origin: Origin; readonly replaces: readonly string[] }) {
  const { t } = useTranslation();
  const origins = props.replaces.map((each) => t(`deployments.deploy.origins.${each as Origin}`)).join(', ');
  return (
    <TableCell>
      <Chip
        size="small"
        variant="outlined"
        color={props.origin === 'deployment' ? 'primary' : 'default'}
        label={t(`deployments.deploy.origins.${props.origin}`)}
      />
      {origins && (
        <Typography variant="caption" color="textSecondary" component="div">
          {t('deployments.deploy.envReplaces', { origins })}
        </Typography>
      )}
    </TableCell>
  );
}

/** A variable that comes with the backend. */
export function InheritedRow(props: { readonly variable: InheritedVariable; readonly onOverride: () => void }) {
  const { t } = useTranslation();
  const { name, value, origin, overrides, isSecret } = props.variable;
  return (
    <TableRow>
      <TableCell sx={{ minWidth: 140 }}>
        <Code>{name}</Code>
      </TableCell>
      <TableCell sx={{ minWidth: 140 }}>
        <Code>{isSecret ? mask : value}</Code>
      </TableCell>
      <OriginCell origin={origin} replaces={overrides} />
      <TableCell align="right">
        <Button size="small" aria-label={t('deployments.deploy.overrideEnv', { name })} onClick={props.onOverride}>
          {t('deployments.deploy.override')}
        </Button>
      </TableCell>
    </TableRow>
  );
}

/** A variable of the person's own. A secret is not shown while it is typed. */
export function OwnRow(props: {
  readonly number: number;
  readonly variable: Variable;
  readonly isNew: boolean;
  readonly replaces: readonly string[];
  readonly onChange: (variable: Variable) => void;
  readonly onRemove: () => void;
}) {
  const { t } = useTranslation();
  const { number, variable } = props;
  const { name, value } = variable;
  const shown = name || String(number);
  const input = { fontFamily: monospace, fontSize: 13 };
  return (
    <TableRow>
      <TableCell sx={{ minWidth: 140 }}>
        <TextField
          value={name}
          variant="standard"
          fullWidth
          autoFocus={props.isNew && name === ''}
          onChange={(event) => props.onChange({ name: event.target.value.trim(), value })}
          slotProps={{
            htmlInput: { 'aria-label': t('deployments.deploy.envNameOf', { number }), style: input, spellCheck: false },
          }}
        />
      </TableCell>
      <TableCell sx={{ minWidth: 140 }}>
        <TextField
          value={value}
          variant="standard"
          fullWidth
          type={isSecretName(name) ? 'password' : 'text'}
          autoFocus={props.isNew && name !== ''}
          onChange={(event) => props.onChange({ name, value: event.target.value })}
          slotProps={{
            htmlInput: {
              'aria-label': t('deployments.deploy.envValueOf', { name: shown }),
              autoComplete: 'off',
              style: input,
              spellCheck: false,
            },
          }}
        />
      </TableCell>
      <OriginCell origin="deployment" replaces={props.replaces} />
      <TableCell align="right">
        <IconButton
          size="small"
          aria-label={t('deployments.deploy.removeEnv', { name: shown })}
          onClick={props.onRemove}
        >
          <DeleteIcon fontSize="small" />
        </IconButton>
      </TableCell>
    </TableRow>
  );
}
