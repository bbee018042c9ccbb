/** An entry as far as its being the same is concerned. */
export interface KnownEntry {
  readonly name: string;
  readonly contentHash: string;
}

/** What a sync changes, by name. */
export interface SnapshotChanges {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  readonly withdrawn: readonly string[];
}

/**
 * Compares what a source offers now with what it offered before. Names are the same in any case. What is `kept` is
 * offered on as it was: neither unchanged nor withdrawn.
 */
export function compareSnapshots(
  before: readonly KnownEntry[],
  now: readonly KnownEntry[],
  kept: readonly Pick<KnownEntry, 'name'>[] = [],
): SnapshotChanges {
  const hashes = new Map(before.map(({ name, contentHash }) => [name.toLowerCase(), contentHash]));
  const offered = new Set([...now, ...kept].map(({ name }) => name.toLowerCase()));
  const is = (kind: 'added' | 'changed' | 'unchanged') =>
    now.filter((entry) => kindOf(entry, hashes) === kind).map(({ name }) => name);
  return {
    added: is('added'),
    changed: is('changed'),
    unchanged: is('unchanged'),
    withdrawn: before.filter(({ name }) => !offered.has(name.toLowerCase())).map(({ name }) => name),
  };
}

function kindOf({ name, contentHash }: KnownEntry, before: ReadonlyMap<string, string>) {
  const hash = before.get(name.toLowerCase());
  if (hash === undefined) return 'added';
  return hash === contentHash ? 'unchanged' : 'changed';
}
