/** One file of a source, by its path inside the source. */
export interface IndexFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** What is to be read of a source. */
export interface IndexFiles {
  /** In the order of their paths. */
  readonly files: readonly IndexFile[];
  /** The source is this one file, not a folder that may hold others beside it. */
  readonly isSingle: boolean;
}

/**
 * Chooses the files that hold entries: of a folder all `*.yaml`, `*.yml` and `*.json` but those in hidden folders, which
 * hold the settings of other programs; a source of one file is that file, whatever its name. Signatures hold none.
 */
export function indexFiles(all: readonly IndexFile[]): IndexFiles {
  const files = all.filter(({ path }) => !isSignature(path));
  if (files.length === 1) return { files, isSingle: true };
  const chosen = files.filter(({ path }) => isIndex.test(path) && !isHidden.test(path));
  return { files: chosen.toSorted((a, b) => (a.path < b.path ? -1 : 1)), isSingle: false };
}

const isIndex = /\.(?:ya?ml|json)$/i;
const isHidden = /(?:^|\/)\./;
const signatures = /(?:^|\/)(?:SHA256SUMS|minisign\.pub|[^/]+\.(?:minisig|sig|asc))$/;
const isSignature = (path: string): boolean => signatures.test(path);
