import type { RejectedEntry } from '@enginehouse/contracts';

/** An entry as it was offered, and the file that it was read from where the source has several. */
interface OfferedBefore {
  readonly name: string;
  readonly file: string | null;
}

/** What a source holds now. */
interface ReadNow {
  readonly entries: readonly { readonly name: string }[];
  /** The file of each entry by its name, where the source has several. */
  readonly files: ReadonlyMap<string, string>;
  readonly rejected: readonly RejectedEntry[];
}

/** An entry that was not withdrawn: what the source has of it now was rejected. */
export interface StillThere<T extends OfferedBefore> {
  readonly entry: T;
  readonly because: RejectedEntry;
}

/**
 * The entries that were offered before, are not offered now, and are still there, only not valid: rejected under their
 * names, or in a file of which nothing can be read any more. What was rejected without a name says nothing of the others:
 * it may have stood there all along, and would keep for ever whatever its publisher withdraws.
 */
export function stillThere<T extends OfferedBefore>(
  before: readonly T[],
  { entries, files, rejected }: ReadNow,
): readonly StillThere<T>[] {
  const offered = new Set(entries.map(({ name }) => keyOf(name)));
  const readable = new Set([...files.values(), ...rejected.flatMap((each) => (each.name ? [each.file] : []))]);
  return before.flatMap((entry) => {
    if (offered.has(keyOf(entry.name))) return [];
    const named = rejected.find(({ name }) => name !== null && keyOf(name) === keyOf(entry.name));
    const isLost = entry.file !== null && !readable.has(entry.file);
    const because = named ?? (isLost ? rejected.find(({ file }) => file === entry.file) : undefined);
    return because ? [{ entry, because }] : [];
  });
}

/** What was rejected, with the names of the entries that are offered on because of it. */
export function withKept(
  rejected: readonly RejectedEntry[],
  there: readonly StillThere<OfferedBefore>[],
): readonly RejectedEntry[] {
  const kept = new Map<RejectedEntry, string[]>();
  for (const { entry, because } of there) kept.set(because, [...(kept.get(because) ?? []), entry.name]);
  return rejected.map((each) => {
    const names = kept.get(each);
    return names ? { ...each, kept: names } : each;
  });
}

const keyOf = (name: string): string => name.toLowerCase();
