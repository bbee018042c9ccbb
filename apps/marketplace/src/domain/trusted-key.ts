import { err, ok, problemOf, type Problem, type Result, type TrustedKey } from '@enginehouse/contracts';
import { parsePublicKey } from '@enginehouse/signatures';

/** A public key as it is pinned, with who did that and when. */
export function trustedKeyOf(
  text: string,
  { by, since }: Pick<TrustedKey, 'by' | 'since'>,
): Result<TrustedKey, Problem> {
  const key = parsePublicKey(text);
  if (key.ok) return ok({ id: key.value.id, key: key.value.text, since, by });
  return err(
    problemOf('invalid-input', key.error.detail, {
      hint: 'Give the second line of the .pub file, which begins with RW.',
      errors: [{ code: 'bad-key', path: ['key'], detail: key.error.detail }],
    }),
  );
}
