import type { CallOptions } from './client-types.js';

/** A call as it arrives at run time, where its route's types are no longer known. */
export interface RouteCall extends CallOptions {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly yaml?: string;
  readonly accept?: string;
}
