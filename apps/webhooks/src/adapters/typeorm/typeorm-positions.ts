import type { WebhookLog } from '@enginehouse/contracts';
import type { DataSource } from 'typeorm';
import type { ReachedPosition } from '../../domain/resumption.js';
import type { Positions } from '../../ports.js';
import { PositionEntity } from './position.entity.js';

/** Positions in PostgreSQL. */
export class TypeormPositions implements Positions {
  constructor(private readonly dataSource: DataSource) {}

  async of(log: WebhookLog): Promise<ReadonlyMap<string, ReachedPosition>> {
    const rows = await this.dataSource.manager.findBy(PositionEntity, { log });
    return new Map(rows.map(({ webhookId, position, logId, epoch }) => [webhookId, { position, logId, epoch }]));
  }

  async move(log: WebhookLog, webhookIds: readonly string[], reached: ReachedPosition): Promise<void> {
    const rows = webhookIds.map((webhookId) => ({ webhookId, log, ...reached }));
    await this.dataSource.manager.upsert(PositionEntity, rows, ['webhookId', 'log']);
  }

  async webhookIds(): Promise<readonly string[]> {
    const rows = await this.dataSource.manager.find(PositionEntity, { select: { webhookId: true, log: true } });
    return [...new Set(rows.map(({ webhookId }) => webhookId))];
  }

  async forget(webhookId: string): Promise<void> {
    await this.dataSource.manager.delete(PositionEntity, { webhookId });
  }
}
