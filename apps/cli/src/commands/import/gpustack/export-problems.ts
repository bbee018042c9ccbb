import { problemOf, type FieldError, type Problem } from '@enginehouse/contracts';
import { isFields, isList, saysSomething, textOf, type Fields, type Value } from './values.js';

/** GPUStack's list for its deployment form has the names of the versions, and not what they are. */
export const isFormList = (fields: Fields): boolean => isList(fields.get('versions')) && !fields.has('version_configs');

/** What is wrong inside of a text that begins at the line `from` of its file. */
export const unreadable = (source: string, errors: readonly FieldError[], from: number): Problem => {
  const counted = errors.map((error) => ({ ...error, line: (error.line ?? 1) + from - 1 }));
  const [first] = counted;
  const where = first ? `:${first.line}:${first.column ?? 1}` : '';
  return problemOf('invalid-yaml', `${source}${where}: ${first?.detail ?? 'cannot be read.'}`, { errors: counted });
};

export const tooLarge = (source: string): Problem =>
  problemOf('input-too-large', `${source} holds a backend of more than 1 MiB.`, {
    hint: 'An icon may be what is so large: leave it out.',
  });

const forms =
  'It reads answers of GET /v2/inference-backends, YAML that its console exported, and lists of community backends.';

/** A text that is none of the forms, as far as it can be told what it is. */
export function notAnExport(source: string, value: Value): Problem {
  const fields = isFields(value) ? value : new Map<string, Value>();
  if (saysSomething(fields.get('reason')) && saysSomething(fields.get('message'))) {
    const detail = `${source} is an error that GPUStack answered: ${textOf(fields, 'message').slice(0, 200)}`;
    return problemOf('invalid-input', detail, { hint: 'Is the API key right, and may it read inference backends?' });
  }
  const items = fields.get('items');
  if (isList(items) && items.some((item) => isFields(item) && isFormList(item))) {
    return problemOf(
      'invalid-input',
      `${source} is GPUStack's list for its deployment form: versions have only names.`,
      {
        hint: 'Take the answer of GET /v2/inference-backends in its place, without /list.',
      },
    );
  }
  return problemOf('invalid-input', `${source} holds no backends of GPUStack.`, { hint: forms });
}
