import type { Logger } from '@enginehouse/service-kit';
import type { GatewayState } from '../state/gateway-state.js';
import type { Forwarder } from './forwarder.js';

/** What the proxy works with. */
export interface ProxyTools {
  readonly state: GatewayState;
  readonly forwarder: Forwarder;
  readonly logger: Logger;
  /** For access records only. */
  readonly accessLog: Logger;
}
