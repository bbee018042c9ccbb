import {
  builtInSource,
  problemOf,
  type FieldError,
  type Problem,
  type RejectedEntry,
  type SourceLocation,
} from '@enginehouse/contracts';
import { reasonOf } from './rejection-reason.js';

const mostNamed = 10;

const fieldsOfKind: Readonly<Record<SourceLocation['kind'], string>> = {
  http: 'Such a source has a url.',
  file: 'Such a source has a path.',
  git: 'Such a source has a url, a ref and a path.',
  oci: 'Such a source has a reference, and a tag in it.',
  builtin: 'Such a source has nothing else.',
};

/** Every way a source says no, in one place. */
export const sourceRefusals = {
  /** `near` is the one that was likely meant. */
  notFound: (name: string, near?: string): Problem =>
    problemOf('source-not-found', `There is no source "${name}".`, {
      hint: near === undefined ? 'List the sources to see their names.' : `Did you mean "${near}"?`,
    }),

  nameTaken: (name: string): Problem =>
    problemOf('name-taken', `There is a source "${name}" already.`, {
      hint: 'Choose another name, or change the one that is there.',
    }),

  onlyOneBuiltIn: (name: string): Problem =>
    problemOf('invalid-input', `"${name}" cannot be what comes with Enginehouse: the source "${builtInSource}" is.`, {
      hint: 'Give the address of a source of your own: a URL, a path, a git repository or an OCI reference.',
      errors: [
        { code: 'built-in', path: ['location', 'kind'], detail: 'is for the source that comes with Enginehouse' },
      ],
    }),

  noSuchPlace: (name: string, kind: SourceLocation['kind'], errors: readonly FieldError[]): Problem => {
    const unknown = errors.filter(({ code }) => code === 'unknown-field').map(({ path }) => path.join('.'));
    const what = unknown.length > 0 ? `has no ${list(unknown)}` : 'cannot be there';
    return problemOf('invalid-input', `The source "${name}" ${what}: its kind is ${kind}.`, {
      hint: `${fieldsOfKind[kind]} To move it to a place of another kind, say all of that place.`,
      errors: errors.map((error) => ({ ...error, path: ['location', ...error.path] })),
    });
  },

  keepsItsTerms: (name: string, fields: readonly string[]): Problem =>
    problemOf(
      'cannot-change-built-in',
      `The source "${name}" comes with Enginehouse: its ${list(fields)} cannot change.`,
      {
        hint: 'Its schedule, its policy and whether it is paused can be changed. Add a source of your own for the rest.',
      },
    ),

  staysBuiltIn: (name: string): Problem =>
    problemOf('cannot-delete-built-in', `The source "${name}" comes with Enginehouse and cannot be removed.`, {
      hint: 'Pause it, and it is not synced by itself any more.',
    }),

  inUse: (name: string, entries: readonly string[]): Problem =>
    problemOf('source-in-use', `Of the source "${name}" these are enabled: ${list(entries)}.`, {
      hint: 'Disable them first, or remove the source with keepEnabled: then they stay in the catalog, without updates.',
      extra: { entries },
    }),

  keyNotFound: (name: string, id: string): Problem =>
    problemOf('key-not-found', `The source "${name}" does not trust a key ${id}.`, {
      hint: 'Look at the source to see the keys that it trusts.',
    }),

  keyOrDistrust: (): Problem =>
    problemOf('invalid-input', 'Either a key to trust or the id of one not to trust any more.', {
      errors: [{ code: 'either-or', path: ['key'], detail: 'is needed, or `distrust` in its place' }],
    }),

  noSync: (id: string): Problem =>
    problemOf('sync-not-found', `There is no sync ${id}.`, {
      hint: 'Old syncs are forgotten. The ids of those of a source: enginehouse market source history NAME',
    }),

  stale: (name: string, expected: number, current: number): Problem =>
    problemOf(
      'stale-revision',
      `The change was based on revision ${expected}, but the source "${name}" is at ${current}.`,
      {
        hint: 'Read the source again and send the change with the new revision.',
        currentRevision: current,
      },
    ),

  empty: (name: string, before: number, rejected: readonly RejectedEntry[]): Problem =>
    problemOf(
      'source-empty',
      `It offers nothing any more, and offered ${before === 1 ? '1 entry' : `${before} entries`} before.${allRejected(rejected)}`,
      {
        hint: `What it offered stays. Where it is meant to be empty: enginehouse market source sync ${name} --accept-empty`,
      },
    ),

  syncedOtherwise: (name: string): Problem =>
    problemOf('overloaded', `The source "${name}" is being synced just now, and not to be taken where it is empty.`, {
      hint: 'Ask for it again when that sync is over.',
      retryAfterSeconds: 2,
    }),

  overtaken: (name: string): Problem =>
    problemOf('overloaded', `The source "${name}" was changed while it was synced.`, {
      hint: 'What was fetched under the earlier settings was not taken.',
      retryAfterSeconds: 1,
    }),
} as const;

const list = (names: readonly string[]): string =>
  names.length <= mostNamed
    ? names.join(', ')
    : `${names.slice(0, mostNamed).join(', ')} and ${names.length - mostNamed} more`;

/** A source may hold entries, and none that can be offered. */
function allRejected([first, ...more]: readonly RejectedEntry[]): string {
  if (!first) return '';
  const where = first.name ?? first.file ?? `entry ${first.position}`;
  return ` What it has was rejected (${more.length + 1}): ${where}: ${reasonOf(first)}`;
}
