import type { DataSource, EntityManager, SelectQueryBuilder } from 'typeorm';
import type { AuditEntry } from '@enginehouse/contracts';
import type { AuditQuestion, AuditTrail } from '../../ports.js';
import { entryOf } from '../../read-model/audit-row.js';
import { AuditEntryEntity } from './audit-entry.entity.js';

/**
 * Times never go back along the log, so a time stands for the position of the first entry from then on. It is found by
 * halving, in some twenty steps for a million entries: an index for it would cost every entry more than that saves.
 * Up to `low` all entries are earlier; what is looked for is `high`, or lies between them.
 */
const firstFrom = (parameter: string): string => `(with recursive search(low, high) as (
    select 0::bigint, coalesce((select max(position) from catalog.audit_entry), 0) + 1
    union all
    select case when middle.at >= :${parameter} then half.low else half.at end,
      case when middle.at >= :${parameter} then middle.position else half.high end
    from (select low, high, (low + high) / 2 as at from search where high - low > 1) half
    left join lateral (select position, at from catalog.audit_entry
      where position > half.low and position <= half.at order by position desc limit 1) middle on true
  ) select min(high) from search)`;

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
