import type { z } from 'zod';

type Issue = z.core.$ZodRawIssue;

/** What a schema may say about a value in plain words, in English; `{{value}}` is the limit or the choice. */
export const issueTexts = {
  required: 'is required',
  requiredOneOf: 'is required: {{value}}',
  number: 'must be a number',
  wholeNumber: 'must be a whole number',
  text: 'must be a text',
  trueOrFalse: 'must be true or false',
  list: 'must be a list',
  object: 'must be an object',
  ofType: 'must be of the type {{value}}',
  notEmpty: 'must not be empty',
  moreThan: 'must be more than {{value}}',
  atLeast: 'must be at least {{value}}',
  lessThan: 'must be less than {{value}}',
  atMost: 'must be at most {{value}}',
  exactly: 'must be {{value}}',
  atLeastCharacters: 'must have at least {{value}} characters',
  atMostCharacters: 'must have at most {{value}} characters',
  exactlyCharacters: 'must have exactly {{value}} characters',
  atLeastItems: 'must have at least {{value}} items',
  atMostItems: 'must have at most {{value}} items',
  exactlyItems: 'must have exactly {{value}} items',
  oneOf: 'must be one of {{value}}',
  startsWith: 'must start with "{{value}}"',
  endsWith: 'must end with "{{value}}"',
  contains: 'must contain "{{value}}"',
  pattern: 'does not fit the pattern {{value}}',
  address: 'must be an address such as https://example.org',
  time: 'must be a time such as 2026-01-31T12:00:00Z',
  format: 'is not of the form {{value}}',
  multipleOf: 'must be a multiple of {{value}}',
  noForm: 'has none of the forms it may have',
  unknownField: 'has no field {{value}}',
} as const;

/** The name of one of those texts. */
export type IssueWord = keyof typeof issueTexts;

/** How a schema is told to speak plainly, as the second argument of `safeParse`. */
export interface PlainIssues {
  readonly error: (issue: Issue) => string | undefined;
}

type Said = readonly [word: IssueWord, value?: string];

const inEnglish = (word: IssueWord, value = ''): string => issueTexts[word].replace('{{value}}', () => value);

/**
 * What is given to `safeParse` beside the value, so that a person understands what is wrong: no schema is named, only
 * what the value has to be. Words that a schema brings itself stay. `say` puts them into another language.
 */
export function plainIssues(say: (word: IssueWord, value?: string) => string = inEnglish): PlainIssues {
  return {
    error: (issue) => {
      // What is wrong with a key was said already.
      if (issue.code === 'invalid_key') return issue.issues[0]?.message;
      const said = wordOf(issue);
      return said && say(...said);
    },
  };
}

type Words = { readonly [C in Issue['code']]?: (issue: Extract<Issue, { code: C }>) => Said };

const words: Words = {
  invalid_type: ({ input, expected }) => (input === undefined ? ['required'] : typeOf(expected)),
  invalid_value: ({ values, input }) => choice(values.map(String), input),
  invalid_union: unionOf,
  too_small: smallest,
  too_big: largest,
  invalid_format: formatOf,
  not_multiple_of: ({ divisor }) => ['multipleOf', String(divisor)],
  unrecognized_keys: ({ keys }) => ['unknownField', keys.join(', ')],
};

const wordOf = (issue: Issue): Said | undefined => (words[issue.code] as ((issue: Issue) => Said) | undefined)?.(issue);

const types: Readonly<Record<string, IssueWord>> = {
  number: 'number',
  int: 'wholeNumber',
  string: 'text',
  boolean: 'trueOrFalse',
  array: 'list',
  object: 'object',
  record: 'object',
};

function typeOf(expected: string): Said {
  const word = types[expected];
  return word ? [word] : ['ofType', expected];
}

function choice(values: readonly string[], input: unknown): Said {
  if (input === undefined) return ['requiredOneOf', values.join(', ')];
  return values.length === 1 ? ['exactly', values[0]] : ['oneOf', values.join(', ')];
}

/** Of a tagged union the tag is at fault, where it says which values that may have. */
function unionOf(issue: Extract<Issue, { code: 'invalid_union' }>): Said {
  const { input, discriminator } = issue;
  const options = Array.isArray(issue['options']) ? issue['options'] : [];
  if (input === undefined) return ['required'];
  if (options.length === 0) return ['noForm'];
  const tag = (input as Readonly<Record<string, unknown>> | null)?.[discriminator ?? ''];
  return choice(options.map(String), tag);
}

type Sized = 'Characters' | 'Items' | undefined;

const sizes: Readonly<Record<string, Sized>> = { string: 'Characters', array: 'Items', set: 'Items', map: 'Items' };

function smallest({ origin, minimum, inclusive, exact }: Extract<Issue, { code: 'too_small' }>): Said {
  const sized = sizes[origin];
  const value = String(minimum);
  if (!sized) return [inclusive === false ? 'moreThan' : 'atLeast', value];
  if (exact) return [`exactly${sized}`, value];
  return value === '1' ? ['notEmpty'] : [`atLeast${sized}`, value];
}

function largest({ origin, maximum, inclusive, exact }: Extract<Issue, { code: 'too_big' }>): Said {
  const sized = sizes[origin];
  const value = String(maximum);
  if (!sized) return [inclusive === false ? 'lessThan' : 'atMost', value];
  return [exact ? `exactly${sized}` : `atMost${sized}`, value];
}

const formats: Readonly<Record<string, readonly [word: IssueWord, told: string]>> = {
  starts_with: ['startsWith', 'prefix'],
  ends_with: ['endsWith', 'suffix'],
  includes: ['contains', 'includes'],
  regex: ['pattern', 'pattern'],
  url: ['address', ''],
  datetime: ['time', ''],
};

function formatOf(issue: Extract<Issue, { code: 'invalid_format' }>): Said {
  const [word, told] = formats[issue.format] ?? ['format', 'format'];
  return [word, String(issue[told])];
}
