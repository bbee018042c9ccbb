import { routesBucket, type Route } from '@enginehouse/contracts';
import type { Bus, KeyValue } from '@enginehouse/messaging';
import type { RouteTable } from '../../ports.js';

/** The bucket ROUTES; made when first needed. */
export class BusRouteTable implements RouteTable {
  private bucket: Promise<KeyValue> | undefined;

  constructor(private readonly bus: Bus) {}

  async put(deployment: string, route: Route): Promise<void> {
    await (await this.open()).put(deployment, route);
  }

  async delete(deployment: string): Promise<void> {
    await (await this.open()).delete(deployment);
  }

  async deployments(): Promise<readonly string[]> {
    return (await this.open()).keys();
  }

  private open(): Promise<KeyValue> {
    this.bucket ??= this.bus.keyValue(routesBucket, { create: true }).catch((error: unknown) => {
      this.bucket = undefined;
      throw error;
    });
    return this.bucket;
  }
}
