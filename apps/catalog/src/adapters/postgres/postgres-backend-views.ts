import type { Pool } from 'pg';
import type { BackendDefinition, BackendSource, BackendSummary, BackendView } from '@enginehouse/contracts';
import type { BackendListRequest, BackendViews, MadeBackend } from '../../ports.js';
import { summaryOf, viewOf } from '../../read-model/views.js';
import { readState } from './read-state.js';
import { cardCounts, rowOf, selectRow, type StoredRow } from './stored-row.js';

/** Who knows how far the read model has followed the log. */
export interface Follows {
  waitFor(position: number, timeoutMs: number): Promise<boolean>;
}

type ViewRow = [
  name: string,
  source: BackendSource,
  revision: number,
  definition: string,
  createdAt: string,
  updatedAt: string,
  updatedBy: string,
  applySet: string | null,
];

/** The read model in PostgreSQL. What is asked most is prepared once for each connection and read past any mapper. */
export class PostgresBackendViews implements BackendViews {
  constructor(
    private readonly pool: Pool,
    private readonly projector: Follows,
  ) {}

  async get(name: string): Promise<BackendView | undefined> {
    const { rows } = await this.pool.query<ViewRow>({
      name: 'backend',
      text: `select name, source, revision, definition, created_at, updated_at, updated_by, apply_set
        from catalog.backend_view where name_key = $1`,
      values: [name.toLowerCase()],
      rowMode: 'array',
    });
    return rows[0] && viewOfRow(rows[0]);
  }

  state(): Promise<string> {
    return readState(this.pool);
  }

  async list(request: BackendListRequest): Promise<readonly BackendSummary[]> {
    const { text, values } = listQuery(request);
    const { rows } = await this.pool.query<StoredRow & { readonly card: string | null }>(text, values);
    return rows.map((row) => (row.card === null ? summaryOf(rowOf(row)) : (JSON.parse(row.card) as BackendSummary)));
  }

  async names(): Promise<readonly string[]> {
    const { rows } = await this.pool.query<[string]>({
      text: 'select name from catalog.backend_view order by name_key',
      rowMode: 'array',
    });
    return rows.map(([name]) => name);
  }

  async madeBy(applySet: string): Promise<readonly MadeBackend[]> {
    const sql = 'select name, source, revision from catalog.backend_view where apply_set = $1 order by name_key';
    return (await this.pool.query<MadeBackend>(sql, [applySet])).rows;
  }

  waitFor(position: number, timeoutMs: number): Promise<boolean> {
    return this.projector.waitFor(position, timeoutMs);
  }
}

function viewOfRow([name, source, revision, definition, createdAt, updatedAt, updatedBy, applySet]: ViewRow) {
  const parsed = JSON.parse(definition) as BackendDefinition;
  return viewOf({ name, source, revision, definition: parsed, createdAt, updatedAt, updatedBy, applySet });
}

/** Cards where they are of the row's revision and say all, else what they are made of. */
const listed = `case when ${cardCounts} then card end as card,
  ${selectRow((expression) => `case when ${cardCounts} is not true then ${expression} end`)}`;

function listQuery({ limit, afterKey, source, framework, search }: BackendListRequest) {
  const values: unknown[] = [limit + 1];
  const conditions: string[] = [];
  const where = (condition: (parameter: string) => string, value: unknown) => {
    if (value !== undefined) conditions.push(condition(`$${values.push(value)}`));
  };
  where((key) => `name_key > ${key}`, afterKey);
  where((wanted) => `source = ${wanted}`, source);
  where((wanted) => `frameworks @> array[${wanted}]::text[]`, framework);
  where((pattern) => `search_text like ${pattern}`, search ? containing(search) : undefined);
  const filter = conditions.length > 0 ? `where ${conditions.join(' and ')}` : '';
  return {
    text: `select ${listed} from catalog.backend_view ${filter} order by backend_view.name_key limit $1`,
    values,
  };
}

/** A LIKE pattern for a text as it stands: its `%`, `_` and `\` mean themselves. */
const containing = (text: string): string => `%${text.toLowerCase().replace(/[\\%_]/g, String.raw`\$&`)}%`;
