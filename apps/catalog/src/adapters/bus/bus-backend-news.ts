import { catalogNewsEveryMs, catalogNewsSubject, type CatalogNews } from '@enginehouse/contracts';
import type { NatsBus, Stoppable } from '@enginehouse/messaging';
import type { BackendNews } from '../../ports.js';

/**
 * Tells news over core NATS. An answer that waits for a connection is sent as soon as there is one, so news wait with
 * it; what was on its way when the connection was lost is made up for by telling that everything may have changed.
 */
export class BusBackendNews implements BackendNews {
  private server: string | undefined;
  private timer: NodeJS.Timeout | undefined;
  private readonly reconnects: Stoppable;

  constructor(private readonly bus: Pick<NatsBus, 'publish' | 'soleServer' | 'onStateChange'>) {
    this.server = bus.soleServer();
    this.reconnects = bus.onStateChange((connected) => {
      if (connected) this.connected();
    });
  }

  /** From now on it can be relied on. What changed before is not known to whoever listens. */
  start(): void {
    this.changed(null);
    this.timer = setInterval(() => this.changed([]), catalogNewsEveryMs).unref();
  }

  changed(names: readonly string[] | null): void {
    const changed = names && names.map((name) => name.toLowerCase());
    this.bus.publish(catalogNewsSubject, { server: this.server ?? null, changed } satisfies CatalogNews);
  }

  stop(): void {
    clearInterval(this.timer);
    this.reconnects.stop();
  }

  private connected(): void {
    this.server = this.bus.soleServer();
    this.changed(null);
  }
}
