import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import type { FieldPath } from '@enginehouse/contracts';
import { useState } from 'react';
import { monospace } from '../../../app/theme.js';
import { useSaid } from './field-messages.js';
import { helper } from './text-line.js';

/** A list of texts as chips. What was typed and not entered yet counts when the field is left. */
export function ListLine(props: {
  readonly label: string;
  readonly path: FieldPath;
  readonly value: readonly string[] | undefined;
  readonly options?: readonly string[];
  readonly help?: string;
  readonly onChange: (value: readonly string[] | undefined) => void;
}) {
  const { value = [], onChange } = props;
  const { error, warning, onBlur } = useSaid(props.path);
  const [typed, setTyped] = useState('');
  const store = (next: readonly string[]) => onChange(next.length > 0 ? next : undefined);
  const leave = () => {
    if (typed.trim() !== '') store([...value, typed.trim()]);
    setTyped('');
    onBlur();
  };
  return (
    <Autocomplete
      multiple
      freeSolo
      disableClearable
      options={[...(props.options ?? [])]}
      value={[...value]}
      inputValue={typed}
      onInputChange={(_event, text) => setTyped(text)}
      onChange={(_event, next) => store(next)}
      slotProps={{ chip: { size: 'small', sx: { fontFamily: monospace } } }}
      renderInput={(params) => (
        <TextField
          {...params}
          label={props.label}
          error={error !== undefined}
          helperText={helper(error, warning, props.help)}
          onBlur={leave}
        />
      )}
    />
  );
}
