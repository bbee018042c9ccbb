import Box from '@mui/material/Box';
import InputAdornment from '@mui/material/InputAdornment';
import TextField from '@mui/material/TextField';
import type { FieldPath } from '@enginehouse/contracts';
import type { ReactNode } from 'react';
import { monospace } from '../../../app/theme.js';
import { useSaid } from './field-messages.js';

export interface TextLineProps {
  readonly label: string;
  readonly path: FieldPath;
  readonly value: string | undefined;
  readonly onChange: (value: string) => void;
  readonly help?: string | undefined;
  readonly placeholder?: string | undefined;
  /** Shown behind what is typed, and stored with it. */
  readonly suffix?: string | undefined;
  readonly mono?: boolean;
  readonly multiline?: boolean;
  readonly required?: boolean;
  readonly readOnly?: boolean;
  readonly autoFocus?: boolean;
  readonly start?: ReactNode;
}

/** Of what is typed alone: the gap in the border is as wide as the label in the font of the field, and its height is that of others. */
const monoInput = {
  '& .MuiInputBase-input': {
    fontFamily: monospace,
    fontSize: 13,
    lineHeight: '23px',
    minHeight: 23,
    boxSizing: 'content-box',
  },
} as const;

/** One text of a definition, with what is wrong with it below. */
export function TextLine(props: TextLineProps) {
  const { error, warning, onBlur } = useSaid(props.path);
  return (
    <TextField
      label={props.label}
      value={props.value ?? ''}
      onChange={(event) => props.onChange(event.target.value)}
      onBlur={onBlur}
      error={error !== undefined}
      helperText={helper(error, warning, props.help)}
      placeholder={props.placeholder}
      required={props.required ?? false}
      autoFocus={props.autoFocus ?? false}
      multiline={props.multiline ?? false}
      maxRows={8}
      fullWidth
      slotProps={{
        inputLabel: props.placeholder === undefined ? {} : { shrink: true },
        htmlInput: { spellCheck: !props.mono, readOnly: props.readOnly ?? false, autoComplete: 'off' },
        input: {
          sx: props.mono ? monoInput : {},
          startAdornment: props.start,
          endAdornment: props.suffix && <InputAdornment position="end">{props.suffix}</InputAdornment>,
        },
      }}
    />
  );
}

/** The line below a field: what is wrong, else what is doubtful, else what it is for. */
export function helper(error: string | undefined, warning: string | undefined, help: string | undefined): ReactNode {
  if (error !== undefined) return error;
  if (warning === undefined) return help;
  return (
    <Box component="span" sx={{ color: 'warning.main' }}>
      {warning}
    </Box>
  );
}
