import { err, ok, type Result } from '@enginehouse/contracts';
import { errorAt, type SpecError, type SpecFailure } from '../errors/spec-error.js';
import { LineIndex, type TextPosition } from './line-index.js';
import { maxYamlSize } from './yaml-limits.js';

const BYTE_ORDER_MARK = '\uFEFF';

/** Turns a file or a text into the text to parse: at most 1 MiB (or `maxSize` bytes) of UTF-8, with or without a byte order mark. */
export function decodeYaml(input: string | Uint8Array, maxSize = maxYamlSize): Result<string, SpecError> {
  if (byteLength(input, maxSize) > maxSize) return err({ ...errorAt([], tooLarge(maxSize)), line: 1, column: 1 });
  if (typeof input === 'string') return ok(input.startsWith(BYTE_ORDER_MARK) ? input.slice(1) : input);
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(input));
  } catch {
    return err({ ...errorAt([], notUtf8), ...firstDamage(input) });
  }
}

const tooLarge = (maxSize: number): SpecFailure => ({
  code: 'input_too_large',
  detail: `The document is larger than ${maxSize / 1024 / 1024} MiB.`,
});

const notUtf8: SpecFailure = {
  code: 'invalid_encoding',
  detail: 'The document is not UTF-8 from here on.',
  hint: 'Save it as UTF-8.',
};

/** Where the first bytes are that stand for no character. */
function firstDamage(input: Uint8Array): TextPosition {
  const text = new TextDecoder('utf-8').decode(input);
  return new LineIndex(text).positionOf(Math.max(0, text.indexOf('\uFFFD')));
}

function byteLength(input: string | Uint8Array, maxSize: number): number {
  if (typeof input !== 'string') return input.byteLength;
  return input.length > maxSize ? input.length : new TextEncoder().encode(input).byteLength;
}
