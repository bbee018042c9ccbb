import { Module, type DynamicModule } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { HealthRegistry } from './health.js';
import { METRICS_TOKEN } from './health.tokens.js';
import { LOGGER, type Logger } from './logger.js';

/** What every service has: logger, health registry and the three operational routes. */
@Module({})
export class ServiceModule {
  static forRoot(options: {
    readonly logger: Logger;
    readonly health: HealthRegistry;
    readonly metricsToken?: string;
  }): DynamicModule {
    const providers = [
      { provide: LOGGER, useValue: options.logger },
      { provide: HealthRegistry, useValue: options.health },
      { provide: METRICS_TOKEN, useValue: options.metricsToken ?? null },
    ];
    return { module: ServiceModule, global: true, controllers: [HealthController], providers, exports: providers };
  }
}
