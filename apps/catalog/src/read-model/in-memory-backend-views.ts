import type { BackendSummary, BackendView } from '@enginehouse/contracts';
import type { EventStore } from '@enginehouse/event-store';
import type { BackendListRequest, BackendViews, MadeBackend } from '../ports.js';
import { projectBackend, type BackendRow } from './backend-row.js';
import { madeOf, summaryOf, viewOf } from './views.js';

/** The read model without a database: folds the whole log for every question. */
export class InMemoryBackendViews implements BackendViews {
  constructor(private readonly store: EventStore) {}

  async get(name: string): Promise<BackendView | undefined> {
    const row = (await this.rows()).find((each) => each.nameKey === name.toLowerCase());
    return row && viewOf(row);
  }

  async state(): Promise<string> {
    return String((await this.store.head()).position);
  }

  async list(request: BackendListRequest): Promise<readonly BackendSummary[]> {
    const rows = (await this.rows()).filter((row) => matches(row, request));
    return rows.slice(0, request.limit + 1).map(summaryOf);
  }

  async names(): Promise<readonly string[]> {
    return (await this.rows()).map((row) => viewOf(row).name);
  }

  async madeBy(applySet: string): Promise<readonly MadeBackend[]> {
    return (await this.rows()).filter((row) => row.applySet === applySet).map(madeOf);
  }

  waitFor(): Promise<boolean> {
    return Promise.resolve(true);
  }

  private async rows(): Promise<readonly BackendRow[]> {
    const rows = new Map<string, BackendRow>();
    for (const event of await this.store.readAll({ after: 0, limit: 100_000 })) {
      const row = projectBackend(rows.get(event.streamId), event);
      if (row) rows.set(event.streamId, row);
      else rows.delete(event.streamId);
    }
    return [...rows.values()].toSorted((a, b) => (a.nameKey < b.nameKey ? -1 : 1));
  }
}

function matches(row: BackendRow, { afterKey, source, framework, search }: BackendListRequest): boolean {
  return (
    (afterKey === undefined || row.nameKey > afterKey) &&
    (source === undefined || row.source === source) &&
    (framework === undefined || row.frameworks.includes(framework)) &&
    (!search || row.searchText.includes(search.toLowerCase()))
  );
}
