import type { DataSource, EntityManager, SelectQueryBuilder } from 'typeorm';
import type { AuditEntry } from '@enginehouse/contracts';
import type { AuditQuestion, AuditTrail } from '../../ports.js';
import { entryOf } from '../../read-model/audit-row.js';
import { AuditEntryEntity } from './audit-entry.entity.js';

/** Times never go back along the log, so a time stands for the position of the first entry from then on. */
const firstFrom = (parameter: string): string =>
  `coalesce((select first.position from catalog.audit_entry first where first.at >= :${parameter}
    order by first.at, first.position limit 1), 9223372036854775807)`;

/** The audit view in PostgreSQL. */
export class TypeormAuditTrail implements AuditTrail {
  constructor(private readonly dataSource: DataSource) {}

  async find(question: AuditQuestion): Promise<readonly AuditEntry[]> {
    return (await auditQuery(this.dataSource.manager, question).getMany()).map(entryOf);
  }
}

/** Every filter is a range of an index that ends with the position, so that a page costs little more than what is on it. */
export function auditQuery(manager: EntityManager, question: AuditQuestion): SelectQueryBuilder<AuditEntryEntity> {
  const { actor, backend, type, since, until, before, limit } = question;
  const query = manager
    .createQueryBuilder(AuditEntryEntity, 'entry')
    .orderBy('entry.position', 'DESC')
    .limit(limit + 1);
  if (actor !== undefined) query.andWhere('entry.actor = :actor', { actor });
  if (backend !== undefined) query.andWhere('entry.backendKey = :key', { key: backend.toLowerCase() });
  if (type !== undefined) query.andWhere('entry.type = :type', { type });
  if (since !== undefined) query.andWhere(`entry.position >= ${firstFrom('since')}`, { since });
  if (until !== undefined) query.andWhere(`entry.position < ${firstFrom('until')}`, { until });
  if (before !== undefined) query.andWhere('entry.position < :before', { before });
  return query;
}
