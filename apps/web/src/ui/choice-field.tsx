import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';

/** One of several, or none (`all`). */
export function ChoiceField<T extends string>(props: {
  readonly label: string;
  readonly value: T | undefined;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  /** What choosing none is called; left out, one must be chosen. */
  readonly all?: string;
  readonly onChange: (value: T | undefined) => void;
}) {
  return (
    <TextField
      select
      label={props.label}
      value={props.value ?? ''}
      sx={{ minWidth: 140 }}
      slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
      onChange={(event) => props.onChange(event.target.value === '' ? undefined : (event.target.value as T))}
    >
      {props.all !== undefined && <MenuItem value="">{props.all}</MenuItem>}
      {props.options.map((option) => (
        <MenuItem key={option.value} value={option.value}>
          {option.label}
        </MenuItem>
      ))}
    </TextField>
  );
}
