import { keysBucket, routesBucket } from '@enginehouse/contracts';
import { connectBus, startBeats, type BusOptions, type NatsBus, type Stoppable } from '@enginehouse/messaging';
import type { HealthRegistry, Logger } from '@enginehouse/service-kit';
import type { GatewayState } from '../../state/gateway-state.js';

const retryMs = 1000;

/** Follows the buckets KEYS and ROUTES for as long as the gateway runs. Nothing waits for it: there may be no NATS yet. */
export class BucketWatch {
  private bus: NatsBus | undefined;
  private beats: Stoppable | undefined;
  private stopped = false;
  private why = 'not connected yet';

  constructor(
    private readonly options: BusOptions,
    private readonly state: GatewayState,
    private readonly logger: Logger,
    private readonly health: HealthRegistry,
  ) {}

  start(): void {
    void this.run();
  }

  status(): { readonly connected: boolean; readonly detail: string } {
    return this.bus?.state() ?? { connected: false, detail: this.why };
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.beats?.stop();
    await this.bus?.close();
  }

  private async run(): Promise<void> {
    const bus = await this.untilDone('NATS cannot be reached', () => connectBus(this.options));
    if (!bus) {
      return;
    }
    if (this.stopped) {
      await bus.close();
      return;
    }
    this.bus = bus;
    this.beats = startBeats(bus, 'gateway', this.health);
    await Promise.all([this.watch(bus, keysBucket, this.state.keys), this.watch(bus, routesBucket, this.state.routes)]);
  }

  /**
   * The bucket may not be there yet: its owner makes it. After a reconnect it is looked at afresh: the server may have
   * lost the old watch, which takes the client ten seconds and more to notice.
   */
  private async watch(bus: NatsBus, name: string, entries: GatewayState['keys' | 'routes']): Promise<void> {
    const bucket = await this.untilDone(`the bucket ${name} is not there`, () => bus.keyValue(name));
    if (!bucket) {
      return;
    }
    let watching = bucket.watch(entries.handler());
    bus.onStateChange((connected) => {
      if (connected) {
        watching.stop();
        watching = bucket.watch(entries.handler());
      }
    });
  }

  private async untilDone<T>(failure: string, attempt: () => Promise<T>): Promise<T | undefined> {
    while (!this.stopped) {
      try {
        return await attempt();
      } catch (error) {
        this.why = failure;
        this.logger.warn({ err: error }, `${failure}; trying again`);
        await new Promise((resolve) => setTimeout(resolve, retryMs).unref());
      }
    }
    return undefined;
  }
}
