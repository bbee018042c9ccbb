import Autocomplete from '@mui/material/Autocomplete';
import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useId } from 'react';
import type { Choice } from './choices.js';

/** One of many in groups, found by typing. */
export function GroupedChoice(props: {
  readonly label: string;
  readonly value: string | undefined;
  readonly choices: readonly Choice[];
  /** What choosing none is called; left out, one must be chosen. */
  readonly none?: string;
  readonly required?: boolean;
  readonly isLoading?: boolean;
  readonly fault: { readonly error: boolean; readonly helperText?: string };
  readonly onChange: (value: string | undefined) => void;
}) {
  const { choices, value } = props;
  const found = choices.find((each) => each.value === value);
  const chosen = value === undefined ? null : (found ?? { value, label: value, group: '' });
  return (
    <Autocomplete
      size="small"
      disablePortal
      options={choices}
      value={chosen}
      loading={props.isLoading ?? false}
      groupBy={({ group }) => group}
      getOptionDisabled={({ disabled = false }) => disabled}
      getOptionKey={(each) => each.value}
      isOptionEqualToValue={(one, other) => one.value === other.value}
      onChange={(_event, choice) => props.onChange(choice?.value)}
      renderOption={({ key, ...option }, choice) => (
        <Box component="li" key={key} {...option}>
          <Box sx={{ minWidth: 0 }}>
            {choice.label}
            {choice.detail && (
              <Typography variant="caption" color="textSecondary" component="div" noWrap>
                {choice.detail}
              </Typography>
            )}
          </Box>
        </Box>
      )}
      renderGroup={({ key, group, children }) => (
        <Group key={key} name={group}>
          {children}
        </Group>
      )}
      renderInput={(params) => (
        <TextField
          {...params}
          {...props.fault}
          label={props.label}
          required={props.required ?? false}
          {...(props.none === undefined ? {} : { placeholder: props.none })}
          slotProps={{ ...params.slotProps, inputLabel: { ...params.slotProps.inputLabel, shrink: true } }}
        />
      )}
    />
  );
}

function Group({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  const title = useId();
  return (
    <Box role="group" aria-labelledby={title}>
      <Typography
        id={title}
        role="presentation"
        variant="caption"
        component="div"
        color="textSecondary"
        sx={{ px: 2, py: 0.75, fontWeight: 650, position: 'sticky', top: -8, bgcolor: 'background.paper' }}
      >
        {name}
      </Typography>
      <Box role="presentation">{children}</Box>
    </Box>
  );
}
