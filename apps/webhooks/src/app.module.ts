import { Module, type DynamicModule } from '@nestjs/common';
import { HealthRegistry, ServiceModule, type Logger } from '@enginehouse/service-kit';
import { Attempts } from './application/attempt.js';
import { DeliveryDesk } from './application/delivery-desk.js';
import { LogHeads } from './application/log-heads.js';
import { TargetCheck } from './application/target-check.js';
import { WebhookCommands } from './application/webhook-commands.js';
import { WebhookDirectory } from './application/webhook-directory.js';
import { WebhooksController } from './messages/webhooks.controller.js';
import { LOG_FEED, POSITIONS, RECEIVERS, SECRETS_KEY, type LogFeed, type Positions, type Receivers } from './ports.js';
import { DeliveriesQuery } from './queries/deliveries.query.js';
import { WebhookViewsQuery } from './queries/webhook-views.query.js';
import { AddWebhookHandler } from './use-cases/add-webhook.handler.js';
import { ChangeWebhookHandler } from './use-cases/change-webhook.handler.js';
import { RedriveHandler } from './use-cases/redrive.handler.js';
import { TestWebhookHandler } from './use-cases/test-webhook.handler.js';

/** What the outside provides, and what works without being asked. */
export interface WebhooksParts {
  readonly directory: WebhookDirectory;
  readonly commands: WebhookCommands;
  readonly attempts: Attempts;
  readonly desk: DeliveryDesk;
  readonly feed: LogFeed;
  readonly receivers: Receivers;
  readonly positions: Positions;
  readonly secretsKey: string;
  readonly logger: Logger;
  readonly health: HealthRegistry;
  readonly metricsToken?: string | undefined;
}

/** Binds what can be asked of the webhooks to what does it. */
@Module({})
export class AppModule {
  static forRoot(parts: WebhooksParts): DynamicModule {
    const { logger, health, metricsToken } = parts;
    return {
      module: AppModule,
      imports: [ServiceModule.forRoot({ logger, health, ...(metricsToken === undefined ? {} : { metricsToken }) })],
      controllers: [WebhooksController],
      providers: [
        LogHeads,
        TargetCheck,
        AddWebhookHandler,
        ChangeWebhookHandler,
        RedriveHandler,
        TestWebhookHandler,
        WebhookViewsQuery,
        DeliveriesQuery,
        { provide: WebhookDirectory, useValue: parts.directory },
        { provide: WebhookCommands, useValue: parts.commands },
        { provide: Attempts, useValue: parts.attempts },
        { provide: DeliveryDesk, useValue: parts.desk },
        { provide: LOG_FEED, useValue: parts.feed },
        { provide: RECEIVERS, useValue: parts.receivers },
        { provide: POSITIONS, useValue: parts.positions },
        { provide: SECRETS_KEY, useValue: parts.secretsKey },
      ],
    };
  }
}
