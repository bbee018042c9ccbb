import { builtInBackendNamed } from '@enginehouse/backend-spec';
import {
  backendPage,
  backendView,
  type BackendSummary,
  type BackendView,
  type EntrySummary,
} from '@enginehouse/contracts';
import { path } from '../../../command.js';
import type { Session } from '../../../session.js';
import { readEntries } from '../../market/entry/read-entries.js';
import { kindOf } from './kind-of.js';
import { customNameFor } from './names.js';
import type { ExportedBackend } from './read-export.js';
import { textOf } from './values.js';

/** What there is here already of what an export names. Both by lower-case name. */
export interface Targets {
  readonly backends: ReadonlyMap<string, BackendView>;
  readonly offered: ReadonlyMap<string, readonly EntrySummary[]>;
}

/** Asks the server for the backends and entries that an import may meet. */
export async function readTargets(session: Session, exported: readonly ExportedBackend[]): Promise<Targets> {
  const wanted = new Set(exported.flatMap(namesHere));
  const summaries = (await readSummaries(session)).filter(({ name }) => wanted.has(name.toLowerCase()));
  const backends = new Map<string, BackendView>();
  for (const { name } of summaries) {
    const { value } = await session.api.typed(backendView, 'GET', path`/v1/backends/${name}`);
    backends.set(name.toLowerCase(), value);
  }
  const community = exported.filter((backend) => kindOf(backend) === 'community').map(({ fields }) => nameIn(fields));
  return { backends, offered: community.length === 0 ? new Map() : await readOffered(session, new Set(community)) };
}

const nameIn = (fields: ExportedBackend['fields']): string => textOf(fields, 'backend_name').toLowerCase();

/** The names that a backend may have here, whatever kind it turns out to be. */
function namesHere({ fields }: ExportedBackend): readonly string[] {
  const name = textOf(fields, 'backend_name');
  return [builtInBackendNamed(name) ?? name, customNameFor(name)].map((each) => each.toLowerCase());
}

const pageSize = 200;

async function readSummaries(session: Session): Promise<readonly BackendSummary[]> {
  const items: BackendSummary[] = [];
  let cursor: string | undefined;
  do {
    const query = { cursor, limit: pageSize };
    const { value } = await session.api.typed(backendPage, 'GET', '/v1/backends', { query });
    items.push(...value.items);
    cursor = value.nextCursor;
  } while (cursor !== undefined);
  return items;
}

async function readOffered(
  session: Session,
  names: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly EntrySummary[]>> {
  const offered = new Map<string, EntrySummary[]>();
  for (const entry of await readEntries(session, {})) {
    const name = entry.name.toLowerCase();
    if (!names.has(name) || entry.withdrawn) continue;
    offered.set(name, [...(offered.get(name) ?? []), entry]);
  }
  return offered;
}
