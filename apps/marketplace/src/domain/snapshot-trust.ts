import { problemOf, type Problem } from '@enginehouse/contracts';

/** A source as it is believed now, and what it was synced with before. */
export interface SyncedSource {
  readonly name: string;
  /** Where it is now, in one line. */
  readonly address: string;
  readonly strict: boolean;
  readonly keys: readonly { readonly id: string }[];
  readonly snapshot: { readonly address: string; readonly signedBy: string | null } | null;
}

/**
 * Why nothing is taken of what a source was synced with: its place, its keys or its strictness are others since, and a
 * sync would not bring the same any more. It is still listed.
 */
export function distrusted({ name, address, strict, keys, snapshot }: SyncedSource): Problem | undefined {
  if (!snapshot) return undefined;
  const sync = `Sync it: enginehouse market source sync ${name}.`;
  if (snapshot.address !== address) {
    const detail = `The source "${name}" is at ${address} now; what it offers was read at ${snapshot.address}.`;
    return problemOf('entry-changed', detail, { hint: `${sync} Then look at the entry again.` });
  }
  const { signedBy } = snapshot;
  if (signedBy === null) {
    if (!strict) return undefined;
    const detail = `The source "${name}" takes only what is signed, and what it was synced with is not.`;
    return problemOf('signature-missing', detail, {
      hint: `${sync} Where nobody signs it, it need not be strict.`,
    });
  }
  const isChecked = strict || keys.length > 0;
  if (!isChecked || keys.some(({ id }) => id === signedBy)) return undefined;
  const detail = `What the source "${name}" was synced with is signed with key ${signedBy}, which is not trusted any more.`;
  return problemOf('key-not-trusted', detail, {
    hint: `${sync} Or trust the key: enginehouse market source trust ${name} --key KEY`,
    extra: { keyId: signedBy },
  });
}
