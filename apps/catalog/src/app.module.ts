import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import type { EventStore } from '@enginehouse/event-store';
import { HealthRegistry, ServiceModule, type Logger } from '@enginehouse/service-kit';
import { BackendCommands } from './application/backend-commands.js';
import { BackendRepository } from './application/backend-repository.js';
import { ImageLocks } from './application/image-locks.js';
import { InUseGuard } from './application/in-use-guard.js';
import { LockableCommands } from './application/lockable-commands.js';
import { BackendCommandsController } from './messages/backend-commands.controller.js';
import { HistoryController } from './messages/history.controller.js';
import { ImagesController } from './messages/images.controller.js';
import { QueriesController } from './messages/queries.controller.js';
import { VersionCommandsController } from './messages/version-commands.controller.js';
import {
  AUDIT_TRAIL,
  BACKEND_NEWS,
  BACKEND_VIEWS,
  DEPLOYMENT_FORESIGHT,
  DEPLOYMENT_USAGE,
  EVENT_STORE,
  IMAGE_REGISTRY,
  type AuditTrail,
  type BackendNews,
  type BackendViews,
  type DeploymentForesight,
  type DeploymentUsage,
  type ImageRegistry,
} from './ports.js';
import { AuditQuery } from './queries/audit/audit.query.js';
import { BackendHistoryQuery } from './queries/backend-history/backend-history.query.js';
import { DiffBackendQuery } from './queries/diff-backend/diff-backend.query.js';
import { ExportBackendQuery } from './queries/export-backend/export-backend.query.js';
import { FeedQuery } from './queries/feed/feed.query.js';
import { LogTip } from './queries/feed/log-tip.js';
import { ImageUpdatesQuery } from './queries/image-updates/image-updates.query.js';
import { InspectImageQuery } from './queries/inspect-image/inspect-image.query.js';
import { GetBackendQuery } from './queries/get-backend/get-backend.query.js';
import { PlanApplyQuery } from './queries/plan-apply/plan-apply.query.js';
import { ListBackendsQuery } from './queries/list-backends/list-backends.query.js';
import { VerifyLogQuery } from './queries/verify-log/verify-log.query.js';
import { AbandonRemovalHandler } from './use-cases/abandon-removal/abandon-removal.handler.js';
import { AddVersionHandler } from './use-cases/add-version/add-version.handler.js';
import { ApplyBackendHandler } from './use-cases/apply-backend/apply-backend.handler.js';
import { ApplyCommands } from './use-cases/apply-backend/apply-commands.js';
import { ChangeVersionHandler } from './use-cases/change-version/change-version.handler.js';
import { DeleteBackendHandler } from './use-cases/delete-backend/delete-backend.handler.js';
import { DeprecateVersionHandler } from './use-cases/deprecate-version/deprecate-version.handler.js';
import { DescribeBackendHandler } from './use-cases/describe-backend/describe-backend.handler.js';
import { EditVersionHandler } from './use-cases/edit-version/edit-version.handler.js';
import { RegisterBackendHandler } from './use-cases/register-backend/register-backend.handler.js';
import { RemoveVersionHandler } from './use-cases/remove-version/remove-version.handler.js';
import { RestoreVersionHandler } from './use-cases/restore-version/restore-version.handler.js';
import { RollBackBackendHandler } from './use-cases/roll-back-backend/roll-back-backend.handler.js';
import { SeedBuiltInsHandler } from './use-cases/seed-built-ins/seed-built-ins.handler.js';
import { SetDefaultVersionHandler } from './use-cases/set-default-version/set-default-version.handler.js';

const commands: Provider[] = [
  BackendCommands,
  BackendRepository,
  InUseGuard,
  ImageLocks,
  LockableCommands,
  RegisterBackendHandler,
  ApplyBackendHandler,
  ApplyCommands,
  DescribeBackendHandler,
  AddVersionHandler,
  ChangeVersionHandler,
  EditVersionHandler,
  DeprecateVersionHandler,
  RestoreVersionHandler,
  RemoveVersionHandler,
  SetDefaultVersionHandler,
  DeleteBackendHandler,
  RollBackBackendHandler,
  AbandonRemovalHandler,
  SeedBuiltInsHandler,
];

const queries: Provider[] = [
  ListBackendsQuery,
  GetBackendQuery,
  ExportBackendQuery,
  BackendHistoryQuery,
  DiffBackendQuery,
  AuditQuery,
  PlanApplyQuery,
  InspectImageQuery,
  ImageUpdatesQuery,
  FeedQuery,
  VerifyLogQuery,
];

/** What the outside provides: the log, the read model, who knows the deployments, and the service's own equipment. */
export interface CatalogParts {
  readonly store: EventStore;
  readonly views: BackendViews;
  readonly news: BackendNews;
  readonly audit: AuditTrail;
  readonly usage: DeploymentUsage;
  readonly foresight: DeploymentForesight;
  readonly images: ImageRegistry;
  readonly logTip: LogTip;
  readonly logger: Logger;
  readonly health: HealthRegistry;
  readonly metricsToken?: string | undefined;
}

/** Binds the catalog's ports to what it is given. */
@Module({})
export class AppModule {
  static forRoot(parts: CatalogParts): DynamicModule {
    const { logger, health, metricsToken } = parts;
    return {
      module: AppModule,
      imports: [ServiceModule.forRoot({ logger, health, ...(metricsToken === undefined ? {} : { metricsToken }) })],
      controllers: [
        BackendCommandsController,
        VersionCommandsController,
        HistoryController,
        QueriesController,
        ImagesController,
      ],
      providers: [
        ...commands,
        ...queries,
        { provide: EVENT_STORE, useValue: parts.store },
        { provide: BACKEND_VIEWS, useValue: parts.views },
        { provide: BACKEND_NEWS, useValue: parts.news },
        { provide: AUDIT_TRAIL, useValue: parts.audit },
        { provide: DEPLOYMENT_USAGE, useValue: parts.usage },
        { provide: DEPLOYMENT_FORESIGHT, useValue: parts.foresight },
        { provide: IMAGE_REGISTRY, useValue: parts.images },
        { provide: LogTip, useValue: parts.logTip },
      ],
    };
  }
}
