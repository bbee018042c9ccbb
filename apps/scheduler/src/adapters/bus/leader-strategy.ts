import { scheduling } from '@enginehouse/contracts';
import { BusStrategy, type BusStrategyOptions } from '@enginehouse/messaging';
import { newHeader } from '@enginehouse/service-kit';

const echoMs = 1000;

/** Answers requests and consumes facts only while this process leads: a standby would answer from an empty memory. */
export class LeaderStrategy extends BusStrategy {
  constructor(private readonly settings: BusStrategyOptions) {
    super(settings);
  }

  /** Nest's start; nothing is served yet. */
  override listen(callback: (error?: unknown) => void): Promise<void> {
    callback();
    return Promise.resolve();
  }

  async lead(): Promise<void> {
    await new Promise<void>((resolve, reject: (reason: unknown) => void) => {
      void super.listen((error?: unknown) => (error === undefined ? resolve() : reject(error)));
    });
    // NATS takes what one connection sends in order: who hears itself is heard by everybody.
    const { bus } = this.settings;
    await bus.request(scheduling.deploymentsUsing, { backend: '' }, newHeader('service:scheduler'), {
      timeoutMs: echoMs,
    });
  }
}
