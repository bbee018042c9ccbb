import type { BackendDefinition, BackendSource } from '@enginehouse/contracts';
import type { BackendRow } from '../../read-model/backend-row.js';
import { summaryOf } from '../../read-model/views.js';

/** What a row is read with: all of it as text, so that nothing is parsed twice. JSON stays the bytes that were written. */
const readAs = {
  name_key: 'name_key',
  name: 'name',
  source: 'source',
  revision: 'revision::text',
  version: 'version::text',
  definition: 'definition::text',
  frameworks: 'array_to_json(frameworks)::text',
  search_text: 'search_text',
  created_at: 'created_at',
  updated_at: 'updated_at',
  updated_by: 'updated_by',
  apply_set: 'apply_set',
} as const;

type Column = keyof typeof readAs;

/** A row as `selectRow` reads it. */
export type StoredRow = Readonly<Record<Exclude<Column, 'apply_set'>, string>> & { readonly apply_set: string | null };

/** The select list of a `StoredRow`; `as` may put each expression into another. */
export const selectRow = (as: (expression: string) => string = (expression) => expression): string =>
  Object.entries(readAs)
    .map(([column, expression]) => `${as(expression)} as ${column}`)
    .join(', ');

/** A row as the read model knows it. */
export const rowOf = (row: StoredRow): BackendRow => ({
  nameKey: row.name_key,
  name: row.name,
  source: row.source as BackendSource,
  revision: Number(row.revision),
  version: Number(row.version),
  definition: JSON.parse(row.definition) as BackendDefinition,
  frameworks: JSON.parse(row.frameworks) as string[],
  searchText: row.search_text,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  updatedBy: row.updated_by,
  applySet: row.apply_set,
});

/** What cards say, by number: the cards that a release of another shape has stored do not count for this one. */
const cardShape = 2;

/** In SQL: whether the stored card is of the row's revision and of this release's shape. */
export const cardCounts = `(card_of = revision and card_shape = ${cardShape})`;

/** The columns that are written, each with its type. */
const columns = {
  name_key: 'text',
  name: 'text',
  source: 'text',
  revision: 'bigint',
  version: 'integer',
  definition: 'json',
  frameworks: 'text[]',
  search_text: 'text',
  created_at: 'text',
  updated_at: 'text',
  updated_by: 'text',
  apply_set: 'text',
  card: 'json',
  card_revision: 'bigint',
  card_of: 'bigint',
  card_shape: 'integer',
} as const;
const names = Object.keys(columns);

/** Writes the rows of a JSON array as its only parameter, whether they were there or not. */
export const upsertRows = `insert into catalog.backend_view (${names.join(', ')})
  select ${names.join(', ')} from json_to_recordset($1)
    as written (${Object.entries(columns)
      .map(([name, type]) => `${name} ${type}`)
      .join(', ')})
  on conflict (name_key) do update set ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`;

/** One element of that array. */
export const writtenRow = (row: BackendRow) =>
  ({
    name_key: row.nameKey,
    name: row.name,
    source: row.source,
    revision: row.revision,
    version: row.version,
    definition: row.definition,
    frameworks: row.frameworks,
    search_text: row.searchText,
    created_at: row.createdAt,
    updated_at: row.updatedAt,
    updated_by: row.updatedBy,
    apply_set: row.applySet,
    card: summaryOf(row),
    // A process of an earlier release beside this one goes by the revision alone.
    card_revision: row.revision,
    card_of: row.revision,
    card_shape: cardShape,
  }) satisfies Record<keyof typeof columns, unknown>;
