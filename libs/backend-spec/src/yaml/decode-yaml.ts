import { err, ok, type Result } from '@enginehouse/contracts';
import { errorAt, type SpecError } from '../errors/spec-error.js';
import { maxYamlSize } from './yaml-limits.js';

const BYTE_ORDER_MARK = '\uFEFF';

/** Turns a file or a text into the text to parse: at most 1 MiB of UTF-8, with or without a byte order mark. */
export function decodeYaml(input: string | Uint8Array): Result<string, SpecError> {
  if (byteLength(input) > maxYamlSize) {
    return err(errorAt([], { code: 'input_too_large', detail: 'The document is larger than 1 MiB.' }));
  }
  if (typeof input === 'string') return ok(input.startsWith(BYTE_ORDER_MARK) ? input.slice(1) : input);
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(input));
  } catch {
    return err(
      errorAt([], { code: 'invalid_encoding', detail: 'The document is not UTF-8.', hint: 'Save it as UTF-8.' }),
    );
  }
}

function byteLength(input: string | Uint8Array): number {
  if (typeof input !== 'string') return input.byteLength;
  return input.length > maxYamlSize ? input.length : new TextEncoder().encode(input).byteLength;
}
