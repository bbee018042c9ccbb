import type { BackendDefinition, BackendSource, RecordedEvent } from '@enginehouse/contracts';
import { readableEvent } from '../application/readable-event.js';
import { evolve, type Backend } from '../domain/backend.js';

/** One backend as the read model holds it. A deleted backend has no row. */
export interface BackendRow {
  /** The lower-case name: it identifies the backend and orders lists. */
  readonly nameKey: string;
  readonly name: string;
  readonly source: BackendSource;
  /** Log position of the last event. */
  readonly revision: number;
  /** Number of the last event within the stream. */
  readonly version: number;
  readonly definition: BackendDefinition;
  readonly frameworks: readonly string[];
  /** What a search looks through, in lower case. */
  readonly searchText: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
  /** The set of documents that made it; null where `apply` did not. */
  readonly applySet: string | null;
}

/** A backend with what its row says beside it: all that an event changes, without what can be made of the rest. */
export type FoldedBackend = Omit<BackendRow, 'name' | 'frameworks' | 'searchText'>;

/** The backend after an event. Depends on nothing but the events, so that a rebuild gives the same bytes. */
export function foldEvent(row: FoldedBackend | undefined, event: RecordedEvent): FoldedBackend | undefined {
  const before: Backend = row
    ? { status: 'live', source: row.source, definition: row.definition, applySet: row.applySet ?? undefined }
    : { status: 'absent' };
  const readable = readableEvent(event);
  const after = readable ? evolve(before, readable) : before;
  if (after.status !== 'live') return undefined;
  const { definition, source, applySet = null } = after;
  return {
    nameKey: event.streamId.slice(event.streamId.indexOf(':') + 1),
    source,
    revision: event.position,
    version: event.version,
    definition,
    createdAt: event.type === 'BackendRegistered' || !row ? event.recordedAt : row.createdAt,
    updatedAt: event.recordedAt,
    updatedBy: event.meta.actor,
    applySet,
  };
}

/** The whole row. */
export function wholeRow(folded: FoldedBackend): BackendRow {
  const { definition } = folded;
  return {
    ...folded,
    name: definition.backend_name,
    frameworks: frameworksOf(definition),
    searchText: searchText(definition),
  };
}

/** The row after an event. */
export function projectBackend(row: BackendRow | undefined, event: RecordedEvent): BackendRow | undefined {
  const folded = foldEvent(row, event);
  return folded && wholeRow(folded);
}

/** Every framework that some version offers and that is not deprecated, in order of first mention. */
export function frameworksOf(definition: BackendDefinition): string[] {
  const offered = definition.versions.filter((version) => version.deprecated === undefined);
  return [...new Set(offered.flatMap((version) => version.images.map((image) => image.framework)))];
}

function searchText({ backend_name, description }: BackendDefinition): string {
  return `${backend_name}\n${description ?? ''}`.toLowerCase();
}
