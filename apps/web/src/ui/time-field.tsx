import TextField from '@mui/material/TextField';
import type { ReactNode } from 'react';

/** A moment, chosen in the person's own time zone; kept as an instant with its offset. */
export function TimeField(props: {
  readonly label: string;
  readonly value: string | undefined;
  readonly helperText?: ReactNode;
  readonly onChange: (instant: string | undefined) => void;
}) {
  return (
    <TextField
      type="datetime-local"
      label={props.label}
      helperText={props.helperText}
      value={props.value === undefined ? '' : localTime(new Date(props.value))}
      onChange={({ target }) => props.onChange(target.value === '' ? undefined : new Date(target.value).toISOString())}
      slotProps={{ inputLabel: { shrink: true }, htmlInput: { step: 1 } }}
    />
  );
}

/** As the field wants it: the time on the person's clock, without an offset. */
const localTime = (instant: Date): string =>
  new Date(instant.getTime() - instant.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
