/** Where a request to an instance goes. */
export interface UpstreamAddress {
  readonly origin: string;
  readonly path: string;
  /** Beyond loopback engines stand behind their worker's proxy, which wants to see the worker key. */
  readonly isProxied: boolean;
}

const loopback = /^(localhost|\[::1\]|127(\.\d{1,3}){3})$/;

/** Puts an API path behind the URL of an instance, which may have a path of its own. */
export function upstreamAddress(instanceUrl: string, apiPath: string): UpstreamAddress {
  const { origin, hostname, pathname } = new URL(instanceUrl);
  return { origin, path: `${pathname.replace(/\/$/, '')}${apiPath}`, isProxied: !loopback.test(hostname) };
}
