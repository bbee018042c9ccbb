import { readFileSync } from 'node:fs';
import { connect, credsAuthenticator, jwtAuthenticator, type Authenticator, type ConnectionOptions } from 'nats';
import { inboxPrefixOf, NatsBus, type SurpriseListener } from './nats-bus.js';

/** How a service reaches NATS. Credentials are a `.creds` file, or a JWT with the seed of its key. */
export interface BusOptions {
  readonly url: string;
  /** Names the connection, its queue groups and its inboxes `_INBOX.<service>.>`. */
  readonly service: string;
  readonly credsFile?: string;
  readonly creds?: { readonly jwt: string; readonly seed: string };
  readonly onSurprise?: SurpriseListener;
}

/** Connects, waiting for a server that is not there yet, and reconnects for ever. */
export async function connectBus(options: BusOptions): Promise<NatsBus> {
  const authenticator = authenticatorOf(options);
  const settings: ConnectionOptions = {
    servers: options.url.split(','),
    name: options.service,
    inboxPrefix: inboxPrefixOf(options.service),
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    reconnectJitter: 250,
    pingInterval: 10_000,
    maxPingOut: 2,
    waitOnFirstConnect: true,
    // A stack trace for every request costs a third of the relay's time.
    noAsyncTraces: true,
    ...(authenticator ? { authenticator } : {}),
  };
  const nc = await connect(settings);
  return new NatsBus(nc, options.service, options.onSurprise ?? (() => {}));
}

function authenticatorOf(options: BusOptions): Authenticator | undefined {
  const encoder = new TextEncoder();
  if (options.creds) {
    return jwtAuthenticator(options.creds.jwt, encoder.encode(options.creds.seed));
  }
  return options.credsFile ? credsAuthenticator(readFileSync(options.credsFile)) : undefined;
}
