import type { FieldError, FieldPath } from '@enginehouse/contracts';
import type { TextPosition } from '@enginehouse/backend-spec/yaml';

/** A field error with its place in the text. */
export const fault = (
  path: FieldPath,
  { code, detail, hint }: Pick<FieldError, 'code' | 'detail' | 'hint'>,
  { line, column }: TextPosition,
): FieldError => ({ code, path, detail, ...(hint === undefined ? {} : { hint }), line, column });

/** Codes are kebab-case everywhere a person meets them; the definition rules use the underscores of their vectors. */
export const inProductStyle = (error: FieldError): FieldError => ({ ...error, code: error.code.replaceAll('_', '-') });
