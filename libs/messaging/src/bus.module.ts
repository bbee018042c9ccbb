import { Module, type DynamicModule } from '@nestjs/common';
import type { Bus } from './bus.js';

/** Injection token of the bus. */
export const BUS = Symbol('BUS');

/** Makes a connected bus injectable everywhere in a service. */
@Module({})
export class BusModule {
  static forRoot(bus: Bus): DynamicModule {
    return { module: BusModule, global: true, providers: [{ provide: BUS, useValue: bus }], exports: [BUS] };
  }
}
