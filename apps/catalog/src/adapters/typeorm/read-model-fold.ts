import type { EntityManager } from 'typeorm';
import type { RecordedEvent } from '@enginehouse/contracts';
import type { EventStore } from '@enginehouse/event-store';
import type { KnownNames } from '../../read-model/audit-row.js';
import { foldEvent, type FoldedBackend } from '../../read-model/backend-row.js';
import { isOfBackend, keyOf } from './project-events.js';
import { repairAudit } from './write-audit.js';

const pageSize = 4000;

/** The read model as the log alone makes it: the backends in memory, the entries of the audit view put right on the way. */
export class ReadModelFold {
  readonly rows = new Map<string, FoldedBackend>();
  private readonly names: KnownNames = new Map();
  private position = 0;

  constructor(private readonly store: EventStore) {}

  /**
   * Goes on up to a position; how many entries of the audit view were not what the log says. The database looks at
   * `atOnce` pages of them while the next is folded; more than one only where the manager has many connections.
   */
  async upTo(end: number, manager: EntityManager, atOnce = 1): Promise<number> {
    let repaired = 0;
    const repairs: Promise<number>[] = [];
    for await (const events of this.pages(end)) {
      if (repairs.length === atOnce) repaired += (await repairs.shift()) ?? 0;
      const repair = repairAudit(manager, events, this.names);
      repair.catch(() => undefined);
      repairs.push(repair);
      events.forEach((event) => this.take(event));
    }
    const rest = await Promise.all(repairs);
    return rest.reduce((sum, each) => sum + each, repaired);
  }

  /** The next page is on its way while one is worked on. */
  private async *pages(end: number): AsyncGenerator<readonly RecordedEvent[]> {
    let next = this.page(end);
    while (this.position < end) {
      const events = await next;
      this.position = events.at(-1)?.position ?? end;
      next = this.page(end);
      next.catch(() => undefined);
      yield events;
    }
    await next;
  }

  private async page(end: number): Promise<readonly RecordedEvent[]> {
    const limit = Math.min(pageSize, end - this.position);
    return limit > 0 ? this.store.readAll({ after: this.position, limit }) : [];
  }

  private take(event: RecordedEvent): void {
    if (!isOfBackend(event)) return;
    const key = keyOf(event);
    const row = foldEvent(this.rows.get(key), event);
    if (row) this.rows.set(key, row);
    else this.rows.delete(key);
  }
}
