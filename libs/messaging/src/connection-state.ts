import { Events, type NatsConnection } from 'nats';
import type { Stoppable } from './bus.js';

/** Watches whether a connection is up, for readiness and for whoever must act on a reconnect. */
export class ConnectionState {
  private connected = true;
  private detail = 'connected';
  private readonly listeners = new Set<(connected: boolean) => void>();

  constructor(nc: NatsConnection) {
    void this.watch(nc);
  }

  state(): { readonly connected: boolean; readonly detail: string } {
    return { connected: this.connected, detail: this.detail };
  }

  listen(listener: (connected: boolean) => void): Stoppable {
    this.listeners.add(listener);
    return { stop: () => void this.listeners.delete(listener) };
  }

  /** Waits for the connection to be up, at most so long. */
  async up(timeoutMs: number): Promise<boolean> {
    if (this.connected) {
      return true;
    }
    return new Promise((resolve) => {
      const finish = (connected: boolean) => {
        listening.stop();
        clearTimeout(timer);
        resolve(connected);
      };
      const timer = setTimeout(() => finish(false), timeoutMs);
      const listening = this.listen(finish);
    });
  }

  private async watch(nc: NatsConnection): Promise<void> {
    for await (const status of nc.status()) {
      if (status.type === Events.Reconnect) {
        this.change(true, 'connected');
      }
      if (status.type === Events.Disconnect) {
        this.change(false, 'disconnected, reconnecting');
      }
    }
    this.change(false, 'closed');
  }

  private change(connected: boolean, detail: string): void {
    const changed = connected !== this.connected;
    this.connected = connected;
    this.detail = detail;
    if (changed) {
      this.listeners.forEach((listener) => listener(connected));
    }
  }
}
