import { Column, Entity, Index, PrimaryColumn, type ValueTransformer } from 'typeorm';
import type { BackendDefinition, BackendSource } from '@enginehouse/contracts';
import type { BackendRow } from '../../read-model/backend-row.js';

/** PostgreSQL hands bigint out as text; log positions stay far below 2^53. */
const asNumber: ValueTransformer = { to: (value: number) => value, from: (value: string) => Number(value) };
/** Times are kept as the log wrote them, to the microsecond. */
const asText = { type: 'text' } as const;

@Entity({ schema: 'catalog', name: 'backend_view' })
@Index('backend_view_by_source', ['source', 'nameKey'])
export class BackendViewEntity implements BackendRow {
  @PrimaryColumn({ name: 'name_key', type: 'text' })
  nameKey!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  source!: BackendSource;

  @Column({ type: 'bigint', transformer: asNumber })
  revision!: number;

  @Column({ type: 'int' })
  version!: number;

  @Column({ type: 'json' })
  definition!: BackendDefinition;

  @Column({ type: 'text', array: true })
  frameworks!: string[];

  @Column({ name: 'search_text', type: 'text' })
  searchText!: string;

  @Column({ name: 'created_at', ...asText })
  createdAt!: string;

  @Column({ name: 'updated_at', ...asText })
  updatedAt!: string;

  @Column({ name: 'updated_by', type: 'text' })
  updatedBy!: string;

  @Column({ name: 'apply_set', type: 'text', nullable: true })
  applySet!: string | null;
}
