import { nameList, problemOf, type FieldError, type FieldPath, type Problem } from '@enginehouse/contracts';
import type { LiveBackend } from './backend.js';

/** Every way the catalog says no, in one place, so that the words stay the same everywhere. */
export const refusals = {
  /** `near`: the one that was meant, where that can be guessed. */
  backendNotFound: (name: string, near?: string): Problem =>
    problemOf('backend-not-found', `There is no backend ${quote(name)}.`, {
      hint: near === undefined ? 'List the backends to see their exact names.' : `Did you mean ${quote(near)}?`,
    }),

  /** It exists or existed, but not then; `why` says since when or until when. */
  backendNotThen: (name: string, when: string, why: string): Problem =>
    problemOf('backend-not-found', `There was no backend ${quote(name)} ${when}: ${why}.`, {
      hint: 'Its history shows every revision and its time.',
    }),

  revisionAhead: (revision: number, head: number): Problem =>
    problemOf('revision-not-found', `There is no revision ${revision} yet: the log ends at ${head}.`, {
      hint: "The backend's history shows its revisions.",
    }),

  /** A roll back to a revision at which there was nothing. */
  nothingToRestore: (name: string, revision: number): Problem =>
    problemOf('revision-not-found', `At revision ${revision} there was no backend ${quote(name)} to go back to.`, {
      hint: 'Choose a revision of its history between its registration and its deletion; to have no backend, delete it.',
    }),

  /** A roll back to before a release of Enginehouse brought a backend of this name. */
  notBuiltInThen: (name: string, revision: number): Problem =>
    problemOf(
      'cannot-change-built-in',
      `At revision ${revision}, ${quote(name)} was another backend: this one comes with Enginehouse.`,
      { hint: 'Choose a later revision.' },
    ),

  revisionAndTime: (): Problem =>
    problemOf('invalid-input', 'Either a revision or a time can be asked for, and not both.', {
      errors: [{ code: 'conflict', path: ['at'], detail: 'cannot be given together with a revision' }],
      hint: 'Leave out one of them.',
    }),

  goneSince: (name: string, revision: number): Problem =>
    problemOf(
      'stale-revision',
      `The change was based on revision ${revision}, but there is no backend ${quote(name)} now.`,
      {
        hint: 'Somebody deleted it. Send the change without a revision to make it anew.',
      },
    ),

  versionNotFound: (backend: LiveBackend, version: string): Problem =>
    problemOf('version-not-found', `Backend ${nameOf(backend)} has no version ${quote(version)}.`, {
      hint: `Its versions are: ${nameList(namesOf(backend)) || 'none'}.`,
    }),

  nameTaken: (wanted: string, existing: string, isBuiltIn = false): Problem =>
    problemOf('name-taken', `The name ${quote(wanted)} is taken by backend ${quote(existing)}.`, {
      errors: [
        {
          code: isBuiltIn ? 'name-reserved' : 'name-taken',
          path: ['backend_name'],
          detail: `${quote(existing)} is ${isBuiltIn ? 'a built-in backend' : 'there already'}`,
        },
      ],
      hint: 'Names differ by more than upper and lower case. Choose another name, or apply the definition to change the existing backend.',
    }),

  nameImmutable: (wanted: string, existing: string): Problem =>
    problemOf('name-immutable', `The backend is called ${quote(existing)} and cannot become ${quote(wanted)}.`, {
      hint: `Write the name exactly as it is, or register ${quote(wanted)} as a backend of its own under another name.`,
      errors: [
        { code: 'name-immutable', path: ['backend_name'], detail: `is ${quote(existing)}, not ${quote(wanted)}` },
      ],
    }),

  versionExists: (backend: LiveBackend, version: string): Problem =>
    problemOf('version-exists', `Backend ${nameOf(backend)} has a version ${quote(version)} already.`, {
      hint: 'Change that version, or choose another name.',
    }),

  cannotDeleteBuiltIn: (name: string): Problem =>
    problemOf('cannot-delete-built-in', `${name} comes with Enginehouse and cannot be deleted.`, {
      hint: 'Remove the versions you added, or deprecate versions that should not be offered.',
    }),

  builtInVersion: (backend: LiveBackend, version: string): Problem =>
    problemOf(
      'cannot-change-built-in',
      `Version ${quote(version)} of ${nameOf(backend)} comes with Enginehouse and cannot be changed or removed.`,
      { hint: `Add a version of your own, such as ${quote(`${version}-custom`)}.` },
    ),

  /** `version` is what cannot come with Enginehouse; YAML without the suffix means such a version too. */
  builtInMark: (path: FieldPath, version: string): Problem =>
    problemOf('cannot-change-built-in', `The version ${quote(version)} does not come with Enginehouse.`, {
      hint: `Versions of your own end in -custom (${quote(`${version}-custom`)}) and are not marked \`built_in\`.`,
      errors: [{ code: 'cannot-change-built-in', path: [...path], detail: 'is not yours to set' }],
    }),

  noVersionsForCustom: (): Problem =>
    problemOf('cannot-change-built-in', 'The backend Custom has no versions, and none can be added.', {
      hint: 'Give the image and the run command with the deployment, or register a backend of your own.',
    }),

  lastVersion: (backend: LiveBackend, version: string): Problem =>
    problemOf('last-version', `${quote(version)} is the only version of ${nameOf(backend)}.`, {
      hint: 'Add another version first, or delete the backend.',
    }),

  deprecatedDefault: (backend: LiveBackend, version: string): Problem =>
    problemOf('version-deprecated', `Version ${quote(version)} of ${nameOf(backend)} is deprecated.`, {
      hint: 'Restore the version first, or choose another default version.',
    }),

  defaultVersionInUse: (backend: LiveBackend, version: string): Problem =>
    problemOf('default-version-in-use', `${quote(version)} is the default version of ${nameOf(backend)}.`, {
      hint: 'Choose another default version first, or none.',
    }),

  tooLarge: (bytes: number, most: number): Problem =>
    problemOf('input-too-large', `The backend would take ${bytes} bytes as JSON; at most ${most} are possible.`, {
      hint: 'Shorten its texts or leave out the icon, or divide its versions among several backends.',
    }),

  duplicateVersion: (version: string, path: FieldPath): Problem =>
    problemOf('invalid-definition', `The definition has two versions ${quote(version)}.`, {
      errors: [{ code: 'duplicate_version', path: [...path], detail: 'There are two versions of this name.' }],
    }),

  invalidDefinition: (errors: readonly FieldError[]): Problem =>
    problemOf('invalid-definition', summary(errors), { errors: [...errors] }),
} as const;

function summary(errors: readonly FieldError[]): string {
  const [first] = errors;
  if (first === undefined) return 'The definition is not valid.';
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return `${first.path.join('.') || 'The definition'}: ${first.detail}${more}`;
}

const quote = (text: string) => JSON.stringify(text);
const nameOf = (backend: LiveBackend) => backend.definition.backend_name;
const namesOf = (backend: LiveBackend) => backend.definition.versions.map((version) => version.name);
