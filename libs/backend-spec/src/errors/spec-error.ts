import type { FieldError, FieldPath } from '@enginehouse/contracts';

/** Every code that this library puts into a field error. They are stable, and the same for YAML, JSON, API and CLI. */
export const specErrorCodes = [
  'alias_limit',
  'cannot_delete_built_in',
  'default_version_not_found',
  'duplicate_framework',
  'duplicate_key',
  'duplicate_version',
  'empty_document',
  'framework_not_offered',
  'framework_required',
  'input_too_large',
  'invalid_character',
  'invalid_encoding',
  'invalid_env_name',
  'invalid_image_reference',
  'invalid_merge',
  'invalid_name',
  'invalid_path',
  'invalid_type',
  'invalid_value',
  'invalid_version_name',
  'missing_value',
  'multiple_documents',
  'name_immutable',
  'name_reserved',
  'name_suffix_required',
  'name_taken',
  'nesting_too_deep',
  'nul_character',
  'placeholder_in_entrypoint',
  'required',
  'root_not_mapping',
  'too_many_images',
  'trailing_escape',
  'unclosed_quote',
  'unknown_field',
  'unknown_placeholder',
  'unsupported_tag',
  'version_not_found',
  'version_suffix_required',
  'yaml_syntax',
] as const;

/** One of the stable codes of {@link specErrorCodes}. */
export type SpecErrorCode = (typeof specErrorCodes)[number];

/** A field error of the contract whose code is one of ours. */
export interface SpecError extends FieldError {
  code: SpecErrorCode;
}

/** An expected failure that belongs to one text and has no path yet: the caller knows where the text stands. */
export interface SpecFailure<C extends SpecErrorCode = SpecErrorCode> {
  readonly code: C;
  readonly detail: string;
  readonly hint?: string;
}

/** Puts a failure at its place in the input. */
export const errorAt = (path: FieldPath, { code, detail, hint }: SpecFailure): SpecError =>
  hint === undefined ? { code, path, detail } : { code, path, detail, hint };
