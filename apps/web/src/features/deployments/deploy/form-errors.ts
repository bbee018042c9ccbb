import { deploymentSpec, type FieldError } from '@enginehouse/contracts';
import { issuesHere } from '../../../texts/issues.js';
import { isLabel, type DeployForm, type DraftInput } from './deploy-form.js';

const required = ['name', 'backend'] as const;

/** What the schema of the api says about a wish. What is merely not said yet is a fault only once it was `asked` for. */
export function faultsOf(spec: DraftInput, asked: boolean): readonly FieldError[] {
  const { error } = deploymentSpec.safeParse(spec, issuesHere());
  const faults = (error?.issues ?? []).map(({ code, path, message }) => ({
    code: path.length === 1 && isMissing(spec, path[0]) ? 'missing-field' : code,
    path: path.map((step) => (typeof step === 'number' ? step : String(step))),
    detail: message,
  }));
  return faults.filter(({ path }) => asked || !isMissing(spec, path[0]));
}

/** What the wish cannot hold, because it cannot be read: labels that are none. */
export const unreadable = ({ labels }: Pick<DeployForm, 'labels'>): readonly FieldError[] =>
  labels
    .filter((label) => !isLabel(label))
    .map((label) => ({ code: 'invalid-format', path: ['placement', 'workerLabels'], detail: label }));

/** Whether a field is merely not said yet. */
export const isNeeded = (errors: readonly FieldError[], field: string): boolean =>
  errors.some(({ code, path }) => code === 'missing-field' && path.join('.') === field);

const isMissing = (spec: DraftInput, field: unknown): boolean =>
  required.some((each) => each === field && spec[each] === undefined);

/** The errors of a preview, whose fields lie below `deployment`, as they are called in the form. */
export const ofPreview = (errors: readonly FieldError[] = []): readonly FieldError[] =>
  errors.map((error) => (error.path[0] === 'deployment' ? { ...error, path: error.path.slice(1) } : error));

/** What is said about a field and all that lies below it, once each: `resources.gpus`. */
export function errorAt(errors: readonly FieldError[], field: string): string | undefined {
  const found = errors
    .filter(({ path }) => `${path.join('.')}.`.startsWith(`${field}.`))
    .map(({ detail, hint }) => [detail, hint].filter(Boolean).join(' '));
  return found.length === 0 ? undefined : [...new Set(found)].join(' ');
}
