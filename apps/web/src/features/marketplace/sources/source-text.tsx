import TextField from '@mui/material/TextField';
import type { FieldProblems, SourceInput } from './source-form-values.js';

type TextOf = 'name' | 'url' | 'ref' | 'path' | 'reference' | 'filePath' | 'keys';

/** One text of the form, with what is wrong with it or what it is for. */
export function SourceText(props: {
  readonly input: SourceInput;
  readonly problems: FieldProblems;
  readonly field: TextOf;
  readonly label: string;
  readonly help: string;
  readonly rows?: number;
  readonly autoFocus?: boolean;
  readonly onChange: (changes: Partial<SourceInput>) => void;
}) {
  const { field, rows } = props;
  const problem = props.problems[field];
  return (
    <TextField
      label={props.label}
      value={props.input[field]}
      error={problem !== undefined}
      helperText={problem ?? props.help}
      multiline={rows !== undefined}
      {...(rows === undefined ? {} : { minRows: rows })}
      autoFocus={props.autoFocus ?? false}
      fullWidth
      slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
      onChange={(event) => props.onChange({ [field]: event.target.value })}
    />
  );
}
