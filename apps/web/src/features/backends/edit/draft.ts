import { customSuffix, withSuffix } from '@enginehouse/backend-spec';
import type { BackendDefinition, BackendVersion, FieldError, FieldPath } from '@enginehouse/contracts';

/** A variable as a row of a table: while it is typed its name may be empty or there twice, which a map cannot hold. */
export interface Row {
  readonly id: string;
  readonly name: string;
  readonly value: string;
}

/** A version as a form edits it. */
export interface VersionDraft extends Omit<BackendVersion, 'env'> {
  readonly id: string;
  readonly env?: readonly Row[] | undefined;
}

/** A definition as a form edits it; what the form does not show stays in it. */
export interface Draft extends Omit<BackendDefinition, 'default_env' | 'versions'> {
  readonly default_env?: readonly Row[] | undefined;
  readonly versions: readonly VersionDraft[];
}

let made = 0;
/** Tells rows and panels apart, whatever is typed into them. */
export const nextId = (): string => `d${(made += 1)}`;

const rowsOf = (env: Readonly<Record<string, string>> | undefined): readonly Row[] | undefined =>
  env && Object.entries(env).map(([name, value]) => ({ id: nextId(), name, value }));

/** A definition as a form edits it. Versions of the same name keep the panel that they had in `before`. */
export function draftOf(definition: BackendDefinition, before?: Draft): Draft {
  const ids = new Map(before?.versions.map(({ name, id }) => [name, id]));
  return {
    ...definition,
    default_env: rowsOf(definition.default_env),
    versions: definition.versions.map((version) => ({
      ...version,
      id: ids.get(version.name) ?? nextId(),
      env: rowsOf(version.env),
    })),
  };
}

/** The definition that a draft stands for. Rows in which nothing was typed count for nothing. */
export function definitionOf({ default_env, versions, ...draft }: Draft): BackendDefinition {
  const definition = {
    ...draft,
    default_env: mapOf(default_env),
    versions: versions.map(({ id: _id, env, ...version }) => withoutGaps({ ...version, env: mapOf(env) })),
  };
  return withoutGaps(definition);
}

const mapOf = (rows: readonly Row[] | undefined): Record<string, string> | undefined => {
  if (rows === undefined) return undefined;
  const typed = rows.filter(({ name, value }) => name !== '' || value !== '');
  return typed.length === 0 && rows.length > 0
    ? undefined
    : Object.fromEntries(typed.map(({ name, value }) => [name, value]));
};

const withoutGaps = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;

/** What only a draft can hold: variables and versions of the same name. Neither YAML nor JSON could. */
export function collisions({ default_env, versions }: Draft): FieldError[] {
  return [
    ...twice(default_env, ['default_env']),
    ...versions.flatMap(({ env }, index) => twice(env, ['versions', index, 'env'])),
    ...versions.flatMap(({ name }, index) =>
      versions.findIndex((other) => other.name === name) === index
        ? []
        : [
            {
              code: 'duplicate_version',
              path: ['versions', index, 'name'],
              detail: 'There are two versions of this name.',
            },
          ],
    ),
  ];
}

function twice(rows: readonly Row[] | undefined, path: FieldPath): FieldError[] {
  const names = (rows ?? []).filter(({ name, value }) => name !== '' || value !== '').map(({ name }) => name);
  const repeated = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return [...repeated].map((name) => ({
    code: 'duplicate_key',
    path: [...path, name],
    detail: `There are two variables ${JSON.stringify(name)}.`,
  }));
}

/** What stands before the suffix, which the form shows beside the field. */
export const stemOf = (name: string): string =>
  name.endsWith(customSuffix) ? name.slice(0, -customSuffix.length) : name;

/** What a form stores for what was typed before the suffix. */
export const nameOf = (typed: string): string => withSuffix(typed);

/** A version to begin with. */
export const newVersion = (more: Partial<VersionDraft> = {}): VersionDraft => ({
  name: '',
  images: [{ framework: '', image_name: '' }],
  ...more,
  id: nextId(),
});

/** The draft with some fields changed; an empty text is no text. */
export function changed<T extends object>(value: T, changes: Partial<T>): T {
  const cleaned = Object.entries(changes).map(([field, each]) => [field, each === '' ? undefined : each] as const);
  return withoutGaps({ ...value, ...Object.fromEntries(cleaned) });
}
