import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import type { EventStore } from '@enginehouse/event-store';
import { HealthRegistry, ServiceModule, type Logger } from '@enginehouse/service-kit';
import { CommandRunner } from './application/command-runner.js';
import { CurrentLife } from './application/current-life.js';
import { DecisionLog } from './application/decision-log.js';
import { FactIntake } from './application/fact-intake.js';
import { LeaseKeeper } from './application/lease-keeper.js';
import { LogTip } from './application/log-tip.js';
import { LostFacts } from './application/lost-facts.js';
import { DeploymentCommandsController } from './messages/deployment-commands.controller.js';
import { DrainsController } from './messages/drains.controller.js';
import { FactsController } from './messages/facts.controller.js';
import { PreviewController } from './messages/preview.controller.js';
import { QueriesController } from './messages/queries.controller.js';
import { RollsController } from './messages/rolls.controller.js';
import { UseHoldsController } from './messages/use-holds.controller.js';
import { WorkersController } from './messages/workers.controller.js';
import {
  BACKEND_CATALOG,
  EVENT_STORE,
  LIVE_VIEWS,
  PREVIEW_SOURCES,
  SETTINGS,
  type BackendCatalog,
  type PreviewSources,
} from './ports.js';
import { ChangeImpactQuery } from './queries/change-impact/change-impact.query.js';
import { DrainPlanQuery } from './queries/drain-plan/drain-plan.query.js';
import type { LiveViews } from './queries/live-views.js';
import { LogQueries } from './queries/log-queries.js';
import { PreviewQuery } from './queries/preview/preview-query.js';
import { RollPlanQuery } from './queries/roll-plan/roll-plan.query.js';
import { StateQueries } from './queries/state-queries.js';
import type { SchedulerSettings } from './settings.js';
import { CreateDeploymentHandler } from './use-cases/create-deployment.handler.js';
import { DeploymentCommands } from './use-cases/deployment-commands.js';
import { ReadRoll } from './use-cases/roll-deployment/read-roll.js';
import { RollDeploymentHandler } from './use-cases/roll-deployment/roll-deployment.handler.js';
import { DrainWorkerHandler } from './use-cases/drain-worker/drain-worker.handler.js';
import { UseHoldCommands } from './use-cases/use-hold-commands.js';
import { WorkerCommands } from './use-cases/worker-commands.js';
import { WorkerRequests } from './use-cases/worker-requests.js';

const handlers: Provider[] = [
  ChangeImpactQuery,
  CommandRunner,
  CreateDeploymentHandler,
  CurrentLife,
  DeploymentCommands,
  DrainPlanQuery,
  DrainWorkerHandler,
  LogQueries,
  LogTip,
  LostFacts,
  PreviewQuery,
  ReadRoll,
  RollDeploymentHandler,
  RollPlanQuery,
  StateQueries,
  UseHoldCommands,
  WorkerCommands,
  WorkerRequests,
];

/** What the outside provides: the log, who else is asked, and the service's own equipment. */
export interface SchedulerParts {
  readonly store: EventStore;
  readonly log: DecisionLog;
  readonly leases: LeaseKeeper;
  readonly facts: FactIntake;
  readonly backends: BackendCatalog;
  readonly previewSources: PreviewSources;
  readonly live: LiveViews;
  readonly settings: SchedulerSettings;
  readonly logger: Logger;
  readonly health: HealthRegistry;
  readonly metricsToken?: string | undefined;
}

/** Binds the scheduler's ports to what it is given. */
@Module({})
export class AppModule {
  static forRoot(parts: SchedulerParts): DynamicModule {
    const { logger, health, metricsToken } = parts;
    return {
      module: AppModule,
      imports: [ServiceModule.forRoot({ logger, health, ...(metricsToken === undefined ? {} : { metricsToken }) })],
      controllers: [
        DeploymentCommandsController,
        DrainsController,
        FactsController,
        PreviewController,
        QueriesController,
        RollsController,
        UseHoldsController,
        WorkersController,
      ],
      providers: [
        ...handlers,
        { provide: DecisionLog, useValue: parts.log },
        { provide: LeaseKeeper, useValue: parts.leases },
        { provide: FactIntake, useValue: parts.facts },
        { provide: EVENT_STORE, useValue: parts.store },
        { provide: BACKEND_CATALOG, useValue: parts.backends },
        { provide: PREVIEW_SOURCES, useValue: parts.previewSources },
        { provide: LIVE_VIEWS, useValue: parts.live },
        { provide: SETTINGS, useValue: parts.settings },
      ],
    };
  }
}
