import { Module, type DynamicModule } from '@nestjs/common';
import { BusModule, type Bus } from '@enginehouse/messaging';
import { HealthRegistry, ServiceModule, type Logger } from '@enginehouse/service-kit';

/** Binds the marketplace's ports to their adapters. It has no sources yet: it only reports its health. */
@Module({})
export class AppModule {
  static forRoot(options: {
    readonly bus: Bus;
    readonly logger: Logger;
    readonly metricsToken?: string;
  }): DynamicModule {
    const health = new HealthRegistry();
    health.add('nats', () => {
      const { connected, detail } = options.bus.state();
      return { ok: connected, detail };
    });
    const { logger, metricsToken } = options;
    return {
      module: AppModule,
      imports: [BusModule.forRoot(options.bus), ServiceModule.forRoot({ logger, health, metricsToken })],
    };
  }
}
