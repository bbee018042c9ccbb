import type { EventStore } from '@enginehouse/event-store';
import type { HealthStatus, Logger } from '@enginehouse/service-kit';
import type { AuditTrail, BackendNews, BackendViews } from '../../ports.js';
import { PostgresBackendViews } from '../postgres/postgres-backend-views.js';
import { openReadPool } from '../postgres/read-pool.js';
import { BackendProjector } from './backend-projector.js';
import { readModelDataSource } from './data-source.js';
import { rebuildReadModel, type RebuildReport } from './rebuild-read-model.js';
import { TypeormAuditTrail } from './typeorm-audit-trail.js';

/** The read model while it is open. */
export interface OpenReadModel {
  readonly views: BackendViews;
  readonly audit: AuditTrail;
  /** Follows the log from now on; resolves when it has caught up. */
  follow(): Promise<void>;
  /** Has somebody told what may be read from now on. */
  onChange(listener: BackendNews['changed']): void;
  rebuild(): Promise<RebuildReport>;
  status(): HealthStatus;
  close(): Promise<void>;
}

/** Connects to the read model's tables, which must be there. */
export async function openReadModel(url: string, store: EventStore, logger: Logger): Promise<OpenReadModel> {
  const dataSource = await readModelDataSource(url);
  const pool = openReadPool(url);
  const projector = new BackendProjector(store, dataSource, logger);
  return {
    views: new PostgresBackendViews(pool, projector),
    audit: new TypeormAuditTrail(dataSource),
    follow: () => projector.start(),
    onChange: (listener) => projector.onChange(listener),
    rebuild: () => rebuildReadModel(dataSource, store),
    status: () => projector.status(),
    close: async () => {
      await projector.stop();
      await pool.end();
      await dataSource.destroy();
    },
  };
}
