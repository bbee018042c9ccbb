import { workerProxyKey, type Logger } from '@enginehouse/service-kit';
import { WorkerProxy } from './adapters/http/worker-proxy.js';
import type { RuntimeConfig } from './config.js';
import { reachOf } from './domain/worker-reach.js';
import type { Clock } from './ports.js';

const retryMs = 5000;

/** Keeps the authenticating proxy open on hosts that others reach; elsewhere there is none. */
export class ProxyKeeper {
  private proxy: WorkerProxy | null = null;
  private status: { readonly ok: boolean; readonly detail: string };
  private readonly ending = new AbortController();

  constructor(
    private readonly config: RuntimeConfig,
    private readonly tools: { readonly clock: Clock; readonly logger: Logger },
    private readonly targetOf: (instance: string) => { readonly host: string; readonly port: number } | null,
  ) {
    this.status = this.isNeeded()
      ? { ok: false, detail: 'not open yet' }
      : { ok: true, detail: 'not needed: engines are reached on loopback' };
  }

  state(): { readonly ok: boolean; readonly detail: string } {
    return this.status;
  }

  /** Opens it, trying again while the port is taken. Without a key it stays shut: nobody could be told from anybody. */
  async open(secretsKey: string | null): Promise<void> {
    if (!this.isNeeded()) {
      return;
    }
    if (secretsKey === null) {
      this.status = { ok: false, detail: 'shut: without a secrets key callers cannot be checked' };
      return;
    }
    const { WORKER_ADDRESS: host, PROXY_PORT: port } = this.config;
    while (!this.ending.signal.aborted && !this.proxy) {
      const proxy = new WorkerProxy({ host, port, key: workerProxyKey(secretsKey), targetOf: this.targetOf });
      try {
        await proxy.listen();
        this.proxy = proxy;
        this.status = { ok: true, detail: `open on ${host}:${port}` };
      } catch (error) {
        this.status = { ok: false, detail: `cannot listen on ${host}:${port}: ${String(error)}` };
        this.tools.logger.error({ err: error }, this.status.detail);
        await this.tools.clock.sleep(retryMs, this.ending.signal);
      }
    }
  }

  async close(): Promise<void> {
    this.ending.abort();
    await this.proxy?.close();
  }

  private isNeeded(): boolean {
    const { WORKER_ADDRESS: address, PROXY_PORT: proxyPort } = this.config;
    return reachOf({ address, proxyPort }).proxied;
  }
}
