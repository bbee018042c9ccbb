import { connect, credsAuthenticator, type NatsConnection } from 'nats';
import { pause } from '../http/waiting.js';
import type { NatsAccess } from './nats-access.js';

const retryMs = 1000;

/** The inbox prefix of the identity `follower`. */
export const inboxPrefixOf = ({ inboxPrefix = '_INBOX.follower' }: NatsAccess): string => inboxPrefix;

/** Keeps a connection to NATS for as long as it is wanted, a new one after each loss. */
export class NatsLink {
  #connection: NatsConnection | undefined;
  readonly #closing = new AbortController();
  readonly #done: Promise<void>;

  constructor(
    private readonly access: NatsAccess,
    private readonly onTrouble: (cause: unknown) => void,
  ) {
    this.#done = this.#keep();
  }

  /** Undefined while there is none. */
  get connection(): NatsConnection | undefined {
    return this.#connection;
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('the connection is no longer wanted'));
    await this.#connection?.close();
    await this.#done;
  }

  async #keep(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      try {
        const connection = await this.#connect();
        this.#connection = connection;
        if (signal.aborted) {
          await connection.close();
        }
        const lost = await connection.closed();
        if (!signal.aborted) {
          this.onTrouble(lost ?? new Error('the connection to NATS was lost'));
        }
      } catch (cause) {
        this.onTrouble(cause);
      }
      this.#connection = undefined;
      await pause(retryMs, signal).catch(() => undefined);
    }
  }

  /** Without the client's own reconnecting: what was subscribed may mean something else on a server that comes back. */
  #connect(): Promise<NatsConnection> {
    const { url, creds } = this.access;
    return connect({
      servers: url.split(','),
      name: 'follower',
      inboxPrefix: inboxPrefixOf(this.access),
      reconnect: false,
      timeout: 5000,
      pingInterval: 10_000,
      maxPingOut: 2,
      noAsyncTraces: true,
      ...(creds === undefined ? {} : { authenticator: credsAuthenticator(new TextEncoder().encode(creds)) }),
    });
  }
}
