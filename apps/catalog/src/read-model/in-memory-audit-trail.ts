import type { AuditEntry } from '@enginehouse/contracts';
import type { EventStore } from '@enginehouse/event-store';
import type { AuditQuestion, AuditTrail } from '../ports.js';
import { auditRows, entryOf, type AuditRow } from './audit-row.js';

/** The audit view without a database: reads the whole log for every question. */
export class InMemoryAuditTrail implements AuditTrail {
  constructor(private readonly store: EventStore) {}

  async find(question: AuditQuestion): Promise<readonly AuditEntry[]> {
    const rows = auditRows(await this.store.readAll({ after: 0, limit: 100_000 }), new Map());
    const found = rows.toReversed().filter((row) => matches(row, question));
    return found.slice(0, question.limit + 1).map(entryOf);
  }
}

function matches(row: AuditRow, { actor, backend, type, since, until, before }: AuditQuestion): boolean {
  return (
    (actor === undefined || row.actor === actor) &&
    (backend === undefined || row.backendKey === backend.toLowerCase()) &&
    (type === undefined || row.type === type) &&
    (since === undefined || row.at >= since) &&
    (until === undefined || row.at < until) &&
    (before === undefined || row.position < before)
  );
}
