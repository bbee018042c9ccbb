import type { CatalogNews } from '@enginehouse/contracts';
import type { HeardBus } from '../memory/catalog-answers.js';

type Delivery = () => void;

/** One NATS server: what it was sent goes to each connection in the order in which it came. */
export class SimulatedServer {
  readonly connections: SimulatedConnection[] = [];

  publish(news: CatalogNews): void {
    this.connections.forEach((each) => each.enqueue(() => each.hear(news)));
  }

  connect(): SimulatedConnection {
    const connection = new SimulatedConnection();
    this.connections.push(connection);
    return connection;
  }
}

/** A connection whose messages arrive when the test says so, and are lost with it. */
export class SimulatedConnection implements HeardBus {
  private queue: Delivery[] = [];
  private pings: Delivery[] = [];
  private listeners: ((connected: boolean) => void)[] = [];
  private hearers: ((payload: unknown, subject: string) => void)[] = [];
  connected = true;

  enqueue(delivery: Delivery): void {
    if (this.connected) this.queue.push(delivery);
  }

  hear(news: CatalogNews): void {
    this.hearers.forEach((hear) => hear(news, 'catalog.news'));
  }

  /** Lets the first message in. */
  deliver(): void {
    this.queue.shift()?.();
  }

  deliverAll(): void {
    while (this.queue.length > 0) this.deliver();
  }

  lose(): void {
    this.connected = false;
    this.queue = [];
    this.pings.splice(0).forEach((fail) => fail());
    this.listeners.forEach((listen) => listen(false));
  }

  comeBack(): void {
    this.connected = true;
    this.listeners.forEach((listen) => listen(true));
  }

  subscribe(_subject: string, handler: (payload: unknown, subject: string) => void) {
    this.hearers.push(handler);
    return { stop: () => void (this.hearers = this.hearers.filter((each) => each !== handler)) };
  }

  onStateChange(listener: (connected: boolean) => void) {
    this.listeners.push(listener);
    return { stop: () => undefined };
  }

  soleServer(): string | undefined {
    return this.connected ? 'the server' : undefined;
  }

  caughtUp(): Promise<boolean> {
    if (!this.connected) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.enqueue(() => resolve(true));
      this.pings.push(() => resolve(false));
    });
  }
}
