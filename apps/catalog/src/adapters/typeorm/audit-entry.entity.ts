import { Column, Entity, PrimaryColumn, type ValueTransformer } from 'typeorm';
import type { AuditRow } from '../../read-model/audit-row.js';

/** PostgreSQL hands bigint out as text; log positions stay far below 2^53. */
const asNumber: ValueTransformer = { to: (value: number) => value, from: (value: string) => Number(value) };

@Entity({ schema: 'catalog', name: 'audit_entry' })
export class AuditEntryEntity implements AuditRow {
  @PrimaryColumn({ type: 'bigint', transformer: asNumber })
  position!: number;

  @Column({ name: 'backend_key', type: 'text' })
  backendKey!: string;

  @Column({ type: 'text' })
  backend!: string;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'text' })
  type!: string;

  /** As the log wrote it, UTC with milliseconds: the order of these texts is the order of times. */
  @Column({ type: 'text' })
  at!: string;

  @Column({ type: 'text' })
  actor!: string;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ name: 'correlation_id', type: 'text' })
  correlationId!: string;

  @Column({ type: 'text' })
  text!: string;
}
