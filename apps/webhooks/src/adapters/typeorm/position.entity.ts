import { Column, Entity, PrimaryColumn, type ValueTransformer } from 'typeorm';

/** PostgreSQL hands bigint out as text; log positions stay far below 2^53. */
const asNumber: ValueTransformer = { to: (value: number) => value, from: (value: string) => Number(value) };

/** How far a webhook has come in a log. */
@Entity({ schema: 'webhooks', name: 'position' })
export class PositionEntity {
  @PrimaryColumn({ name: 'webhook_id', type: 'uuid' })
  webhookId!: string;

  @PrimaryColumn({ type: 'text' })
  log!: string;

  @Column({ type: 'bigint', transformer: asNumber })
  position!: number;

  @Column({ name: 'log_id', type: 'text' })
  logId!: string;

  @Column({ type: 'int' })
  epoch!: number;
}
