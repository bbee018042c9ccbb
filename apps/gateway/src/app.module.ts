import { Module, type DynamicModule } from '@nestjs/common';
import { ServiceModule, type HealthRegistry, type Logger } from '@enginehouse/service-kit';
import { Drain } from './http/drain.js';

/** Nest gives the gateway its operational routes and its orderly end; requests to models never pass through it. */
@Module({})
export class AppModule {
  static forRoot(options: {
    readonly logger: Logger;
    readonly health: HealthRegistry;
    readonly metricsToken?: string;
  }): DynamicModule {
    return { module: AppModule, imports: [ServiceModule.forRoot(options)], providers: [Drain] };
  }
}
