import { bindAddressOf, isLoopback, publishAddressOf } from '@enginehouse/backend-spec';
import type { SecurityProfile } from '@enginehouse/contracts';

export { isLoopback } from '@enginehouse/backend-spec';

/** How an instance is reached on this worker. */
export interface WorkerReach {
  /** Whether engines stay on loopback behind the authenticating proxy. */
  readonly proxied: boolean;
  /** Host address on which a container's port is published. */
  readonly publishOn: string;
  /** What `{{worker_ip}}` stands for: in a container with its own network the worker's address does not exist. */
  workerIp(profile: SecurityProfile): string;
  /** Where this runtime itself reaches the engine. */
  targetHost(profile: SecurityProfile): string;
  /** Where the gateway reaches it. */
  url(at: { readonly instance: string; readonly port: number; readonly profile: SecurityProfile }): string;
}

/** Engines have no authentication of their own, so beyond loopback only the proxy listens. */
export function reachOf(worker: { readonly address: string; readonly proxyPort: number }): WorkerReach {
  const proxied = !isLoopback(worker.address);
  const publishOn = publishAddressOf(worker.address);
  const targetHost = (profile: SecurityProfile) => (profile === 'host-network' ? worker.address : publishOn);
  return {
    proxied,
    publishOn,
    targetHost,
    workerIp: (profile) => bindAddressOf(profile, worker.address),
    url: ({ instance, port, profile }) =>
      proxied
        ? `${httpUrl(worker.address, worker.proxyPort)}/i/${encodeURIComponent(instance)}`
        : httpUrl(targetHost(profile), port),
  };
}

/** An http URL without a path; IPv6 addresses get their brackets. */
export const httpUrl = (host: string, port: number): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
