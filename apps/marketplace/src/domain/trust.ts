import { err, ok, problemOf, type Problem, type Result, type TrustedKey } from '@enginehouse/contracts';
import {
  checkFiles,
  checksumsName,
  parsePublicKey,
  shownKeyName,
  signatureSuffix,
  type FilesCheck,
  type PublishedFile,
} from '@enginehouse/signatures';

/** Whom a source is believed. */
export interface SourceTrust {
  /** The pinned keys; with none, and not strict, signatures are not looked at. */
  readonly keys: readonly Pick<TrustedKey, 'key'>[];
  /** Take nothing that none of the keys has signed. */
  readonly strict: boolean;
  /** Name of the source, for the hints. */
  readonly source?: string;
}

/** What is known of a fetched source that may be taken; `signedBy` is the id of the pinned key. */
export interface VerifiedSource {
  readonly signedBy: string | null;
}

/** `problem.extra` of `key-not-trusted`; `key` only where the source shows it. */
export interface OfferedKey {
  readonly keyId: string;
  readonly key?: string;
}

/**
 * Decides whether what was fetched may be taken: `signature-missing`, `signature-invalid`, or `key-not-trusted` with the
 * {@link OfferedKey}. A source that is not strict may be unsigned; with pinned keys, a signature that is there counts.
 */
export function verifySource(files: readonly PublishedFile[], trust: SourceTrust): Result<VerifiedSource, Problem> {
  if (trust.keys.length === 0 && !trust.strict) return ok({ signedBy: null });
  const keys = trust.keys.map(({ key }) => parsePublicKey(key)).flatMap((key) => (key.ok ? [key.value] : []));
  const found = checkFiles(files, keys);
  switch (found.kind) {
    case 'signed':
      return ok({ signedBy: found.key.id });
    case 'unsigned':
      return trust.strict ? err(missing) : ok({ signedBy: null });
    case 'invalid':
      return err(problemOf('signature-invalid', found.detail, { hint: ifPublishing }));
    case 'unknown-key':
      return err(notTrusted(found, trust));
  }
}

const missing = problemOf('signature-missing', 'The source takes only what is signed, and this is not.', {
  hint: `Its publisher signs a file X in X${signatureSuffix}, a folder in ${checksumsName}${signatureSuffix} (\`enginehouse market sign\`).`,
});

const ifPublishing =
  'Sync again: it may have been read while it was being published. Where that does not help, ask its publisher.';

function notTrusted(
  { keyId, shown }: Extract<FilesCheck, { kind: 'unknown-key' }>,
  { keys, source = 'NAME' }: SourceTrust,
): Problem {
  const offered: OfferedKey = { keyId, ...(shown && { key: shown.text }) };
  const whose = keys.length === 0 ? 'and no key is trusted yet' : 'which is none of the trusted ones';
  const ask = shown
    ? `${shownKeyName} shows that key, but anybody could have put it there: ask its publisher whether it is theirs.`
    : 'Ask its publisher for the key.';
  return problemOf('key-not-trusted', `It is signed with key ${keyId}, ${whose}.`, {
    hint: `${ask} Then: enginehouse market source trust ${source} --key ${shown?.text ?? 'KEY'}`,
    extra: { ...offered },
  });
}
