import type { BackendView, FieldError, Preview } from '@enginehouse/contracts';
import { createContext, useContext } from 'react';
import type { ChosenBackend, DeployForm, DraftInput } from './deploy-form.js';
import { errorAt, isNeeded } from './form-errors.js';

/** What the parts of the form share. */
export interface Deploying {
  readonly form: DeployForm;
  readonly chosen: ChosenBackend;
  /** The chosen backend, once it is read. */
  readonly backend: BackendView | undefined;
  readonly spec: DraftInput;
  readonly preview: Preview | undefined;
  readonly errors: readonly FieldError[];
  readonly change: (changes: Partial<DeployForm>) => void;
  readonly choose: (chosen: ChosenBackend) => void;
}

/** Given by the page around its parts. */
export const DeployingContext = createContext<Deploying | undefined>(undefined);

/** The deployment that is being written. */
export function useDeploying(): Deploying {
  const deploying = useContext(DeployingContext);
  if (!deploying) throw new Error('a part of the form stands outside of it');
  return deploying;
}

/** What is wrong at a field, as a text field takes it; `help` stands there while nothing is, `needed` where nothing is typed. */
export function useFieldError(field: string, help?: string, needed?: string) {
  const { errors } = useDeploying();
  const error = needed !== undefined && isNeeded(errors, field) ? needed : errorAt(errors, field);
  const text = error ?? help;
  return { error: error !== undefined, ...(text === undefined ? {} : { helperText: text }) };
}
