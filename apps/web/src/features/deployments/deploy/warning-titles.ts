const titled = [
  'no-port',
  'unusual-variable-name',
  'floating-tag',
  'placeholder-splits',
  'unknown-placeholder',
  'missing-value',
  'placeholder-in-parameter',
  'option-without-value',
  'entrypoint-repeated',
  'entrypoint-repeated-partly',
  'image-command-repeated',
  'entrypoint-ignores-arguments',
  'image-not-found',
  'model-required',
  'model-source-unavailable',
  'version-deprecated',
  'name-taken',
] as const;

/** The text that heads a warning with this code; others are told of by what they say alone. */
export const warningTitle = (code: string): (typeof titled)[number] | 'other' =>
  titled.find((each) => each === code) ?? 'other';
