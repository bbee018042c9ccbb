import TextField, { type TextFieldProps } from '@mui/material/TextField';
import type { DeployForm } from './deploy-form.js';
import { useDeploying, useFieldError } from './deploying.js';

type TextName = { [K in keyof DeployForm]: string extends DeployForm[K] ? K : never }[keyof DeployForm];

/** A text of the form. `field` is where the api finds its value, and says what is wrong with it. */
export function FormField(props: {
  readonly name: TextName;
  readonly field: string;
  readonly label: string;
  readonly help?: string;
  /** Said where it must be filled in and is not. */
  readonly needed?: string;
  readonly more?: Partial<TextFieldProps>;
}) {
  const { form, change } = useDeploying();
  const fault = useFieldError(props.field, props.help, props.needed);
  return (
    <TextField
      {...props.more}
      {...fault}
      label={props.label}
      value={form[props.name]}
      onChange={(event) => change({ [props.name]: event.target.value })}
      fullWidth
    />
  );
}
