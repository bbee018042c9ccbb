import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { BusModule, type Bus } from '@enginehouse/messaging';
import { ServiceModule, type HealthRegistry, type Logger } from '@enginehouse/service-kit';
import { FailedAttempts } from './access/failed-attempts.js';
import { FIRST_TOKENS, FirstTokens, type FirstTokensOptions } from './access/first-tokens.js';
import { JOIN_TOKEN_STORE, type JoinTokenStore } from './access/join-token-store.js';
import { JoinTokens } from './access/join-tokens.js';
import { KEY_MIRROR, type KeyMirror } from './access/key-mirror.js';
import { Sessions } from './access/sessions.js';
import { SIGN_IN_CODE_STORE, type SignInCodeStore } from './access/sign-in-code-store.js';
import { SignInCodes } from './access/sign-in-codes.js';
import { StartAccess } from './access/start-access.js';
import { TokenRegistry } from './access/token-registry.js';
import { TOKEN_STORE, type TokenStore } from './access/token-store.js';
import { BackendLists } from './backends/backend-lists.js';
import { AccessController } from './controllers/access.controller.js';
import { BackendsController } from './controllers/backends.controller.js';
import { DeploymentsController } from './controllers/deployments.controller.js';
import { EntriesController } from './controllers/entries.controller.js';
import { EventsController } from './controllers/events.controller.js';
import { HistoryController } from './controllers/history.controller.js';
import { ImagesController } from './controllers/images.controller.js';
import { InstancesController } from './controllers/instances.controller.js';
import { MetaController } from './controllers/meta.controller.js';
import { PlanController } from './controllers/plan.controller.js';
import { PlaygroundController } from './controllers/playground.controller.js';
import { PreviewController } from './controllers/preview.controller.js';
import { SessionController } from './controllers/session.controller.js';
import { SourcesController } from './controllers/sources.controller.js';
import { VersionsController } from './controllers/versions.controller.js';
import { WebhooksController } from './controllers/webhooks.controller.js';
import { WorkersController } from './controllers/workers.controller.js';
import { DeploymentEvents } from './deployments/deployment-events.js';
import { SealEnvironment, SECRETS_KEY } from './deployments/seal-environment.js';
import { EventPages } from './events/event-pages.js';
import { EventStreams } from './events/event-streams.js';
import { LogFeeds } from './events/log-feeds.js';
import { AccessGuard } from './http/access.guard.js';
import { Authentication } from './http/authentication.js';
import { EdgeInterceptor } from './http/edge.interceptor.js';
import { OpenAnswers } from './http/open-answers.js';
import { ProblemFilter } from './http/problem.filter.js';
import { RequestRecords } from './http/request-records.js';
import { Services } from './http/services.js';
import { InstanceLogs } from './logs/instance-logs.js';
import { CatalogAnswers } from './memory/catalog-answers.js';
import { RememberedReads } from './memory/remembered-reads.js';
import { ServiceStates } from './services/service-states.js';
import { PlanApply } from './plans/plan-apply.js';
import { GATEWAY_URL, GatewayRelay } from './playground/gateway-relay.js';
import { WebhookSecrets } from './webhooks/webhook-secrets.js';
import { AdmitWorker } from './workers/admit-worker.js';
import { JOIN_OPTIONS, JoinWorker, type JoinOptions } from './workers/join-worker.js';

/** Everything outside the process that the api works with. */
export interface AppDependencies {
  readonly bus: Bus;
  readonly logger: Logger;
  readonly health: HealthRegistry;
  readonly metricsToken?: string;
  readonly tokens: TokenStore;
  readonly joinTokens: JoinTokenStore;
  readonly signInCodes: SignInCodeStore;
  readonly keyMirror: KeyMirror;
  readonly firstTokens: FirstTokensOptions;
  readonly join: JoinOptions;
  /** Where requests to models go that the console makes. */
  readonly gatewayUrl?: string;
}

const controllers = [
  BackendsController,
  VersionsController,
  PlanController,
  HistoryController,
  ImagesController,
  DeploymentsController,
  PreviewController,
  InstancesController,
  WorkersController,
  EventsController,
  WebhooksController,
  SourcesController,
  EntriesController,
  AccessController,
  SessionController,
  PlaygroundController,
  MetaController,
] as const;

/** The composition root of the api. */
@Module({})
export class AppModule {
  static forRoot(outside: AppDependencies): DynamicModule {
    const { bus, logger, health, metricsToken } = outside;
    return {
      module: AppModule,
      imports: [
        BusModule.forRoot(bus),
        ServiceModule.forRoot({ logger, health, ...(metricsToken ? { metricsToken } : {}) }),
      ],
      controllers: [...controllers],
      providers: [
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_INTERCEPTOR, useClass: EdgeInterceptor },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: TOKEN_STORE, useValue: outside.tokens },
        { provide: JOIN_TOKEN_STORE, useValue: outside.joinTokens },
        { provide: SIGN_IN_CODE_STORE, useValue: outside.signInCodes },
        { provide: KEY_MIRROR, useValue: outside.keyMirror },
        { provide: FIRST_TOKENS, useValue: outside.firstTokens },
        { provide: JOIN_OPTIONS, useValue: outside.join },
        { provide: SECRETS_KEY, useValue: outside.join.secretsKey },
        { provide: GATEWAY_URL, useValue: outside.gatewayUrl ?? null },
        AdmitWorker,
        Authentication,
        BackendLists,
        CatalogAnswers,
        DeploymentEvents,
        EventPages,
        EventStreams,
        FailedAttempts,
        FirstTokens,
        GatewayRelay,
        InstanceLogs,
        JoinTokens,
        JoinWorker,
        LogFeeds,
        OpenAnswers,
        PlanApply,
        RememberedReads,
        RequestRecords,
        SealEnvironment,
        Services,
        ServiceStates,
        Sessions,
        SignInCodes,
        StartAccess,
        TokenRegistry,
        WebhookSecrets,
      ],
    };
  }
}
