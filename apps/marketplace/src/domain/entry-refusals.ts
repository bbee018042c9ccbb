import {
  frameworks,
  nameList,
  problemOf,
  type BackendSource,
  type MergeField,
  type Problem,
} from '@enginehouse/contracts';

/** Who has the name that an entry would take in the catalog. */
export interface NameHolder {
  readonly name: string;
  readonly source: BackendSource;
  /** The entry that it was made from, where one is known. */
  readonly entry: { readonly source: string; readonly name: string } | undefined;
}

/** Every way an entry says no, in one place. */
export const entryRefusals = {
  neverSynced: (source: string, name: string): Problem =>
    problemOf('entry-not-found', `The source "${source}" was never synced, so nothing is known of "${name}".`, {
      hint: 'Sync the source, and try again when that has ended.',
    }),

  /** `near` is the one that was likely meant. */
  notFound: (source: string, name: string, near?: string): Problem =>
    problemOf('entry-not-found', `The source "${source}" has no entry "${name}".`, {
      hint:
        near === undefined
          ? 'List the entries of the source to see their names. The last sync says what it rejected, and why.'
          : `Did you mean "${near}"?`,
    }),

  noFramework: (framework: string, near: string | undefined): Problem =>
    problemOf('invalid-input', `There is no framework "${framework}", and no entry runs on it.`, {
      hint: near === undefined ? `There are: ${frameworks.join(', ')}.` : `Did you mean "${near}"?`,
      errors: [{ code: 'unknown-framework', path: ['framework'], detail: 'is no framework' }],
    }),

  withdrawn: (source: string, name: string): Problem =>
    problemOf('entry-not-found', `The source "${source}" does not offer "${name}" any more.`, {
      hint: 'A backend that was made from it stays as it is; there is nothing to enable and nothing to update to.',
    }),

  changed: (name: string, current: string): Problem =>
    problemOf('entry-changed', `"${name}" is not what you looked at: upstream has changed it since.`, {
      hint: 'Look at it as it is now, and repeat it if it is still what you want.',
      extra: { contentHash: current },
    }),

  notEnabled: (source: string, name: string): Problem =>
    problemOf('entry-not-enabled', `The entry "${name}" of "${source}" is not enabled.`, { hint: 'Enable it first.' }),

  deletedInCatalog: (source: string, name: string): Problem =>
    problemOf(
      'entry-not-enabled',
      `The entry "${name}" of "${source}" is not enabled any more: somebody deleted the backend "${name}" in the catalog.`,
      { hint: 'Enable the entry again to have it back.' },
    ),

  nameTaken: (name: string, holder: NameHolder): Problem =>
    problemOf('name-taken', `The catalog has a backend "${holder.name}" already${origin(holder)}.`, {
      hint: wayOut(name, holder),
      errors: [{ code: 'name-taken', path: ['name'], detail: `is the name of ${kindOf(holder)}` }],
      extra: { backend: holder.name, backendSource: holder.source },
    }),

  stale: (name: string, expected: number, current: number): Problem =>
    problemOf(
      'stale-revision',
      `The update was based on revision ${expected} of "${name}", which is at ${current} now.`,
      {
        hint: 'Look at the update again: it shows what was changed meanwhile.',
        currentRevision: current,
      },
    ),

  conflicts: (name: string, conflicts: readonly MergeField[]): Problem =>
    problemOf(
      'update-conflicts',
      `You and upstream changed ${conflicts.length === 1 ? 'a field' : `${conflicts.length} fields`} of "${name}" differently: ${nameList(conflicts.map(({ path }) => path.join('/')))}.`,
      {
        hint: 'Nothing was changed. Look at the update, and decide for each of them whether upstream or yours is taken.',
        errors: conflicts.slice(0, 1000).map((field) => ({
          code: 'conflict',
          path: field.path,
          detail: conflictText(field),
          hint: 'Decide whether upstream or yours is taken.',
        })),
      },
    ),

  needlessDecisions: (paths: readonly (readonly string[])[]): Problem =>
    problemOf('invalid-input', `There is no conflict at ${nameList(paths.map((path) => path.join('/')))}.`, {
      hint: 'Only conflicts can be decided. Look at the update again: it may have changed.',
      errors: paths.map((path) => ({ code: 'no-conflict', path: ['decisions', ...path], detail: 'is no conflict' })),
    }),

  busy: (name: string): Problem =>
    problemOf('overloaded', `Another change of "${name}" is under way.`, {
      hint: 'Try again in a moment.',
      retryAfterSeconds: 2,
    }),

  tooLarge: (name: string, bytes: number, most: number): Problem =>
    problemOf(
      'input-too-large',
      `The change of "${name}" would take ${bytes} bytes in the log; at most ${most} are possible.`,
      {
        hint: 'Its icon and its texts take most of that. What comes from upstream only its maintainer can shorten.',
      },
    ),

  /** The catalog may have done it: somebody will find out. */
  unknownEnd: (name: string, cause: Problem): Problem =>
    problemOf('unavailable', `It is not known yet what became of the change of "${name}": ${cause.detail}`, {
      hint: 'It is ended as soon as the catalog answers: look then what became of it. A program learns that by repeating the request with the same idempotency key.',
      retryAfterSeconds: 5,
    }),
} as const;

const kindOf = ({ source }: NameHolder): string => `a ${source === 'built_in' ? 'built-in' : source} backend`;

function origin({ source, entry }: NameHolder): string {
  if (entry) return `: it was enabled from the source "${entry.source}"`;
  return source === 'built_in' ? ': it comes with Enginehouse' : '';
}

function wayOut(name: string, { name: holder, source, entry }: NameHolder): string {
  if (entry) return `Disable "${entry.name}" of the source "${entry.source}" first, then enable this one.`;
  if (source === 'built_in') return `Add versions of your own to the built-in backend "${holder}" instead.`;
  const kept = source === 'custom' ? ` Export it before, and register it under another name, to keep what it is.` : '';
  return `Names differ by more than upper and lower case. Delete the backend "${holder}" and enable "${name}" then.${kept}`;
}

function conflictText({ base, upstream, yours }: MergeField): string {
  if (upstream === undefined) return 'upstream removed it, and you changed it';
  if (yours === undefined) return 'you removed it, and upstream changed it';
  return base === undefined ? 'both added it, differently' : 'both changed it, differently';
}
