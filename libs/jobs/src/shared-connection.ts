import { PostgresConnection, type PostgresConnectionOptions } from 'bullmq';

/** BullMQ gives each queue a connection and closes it with the queue; this one outlives them. */
export class SharedConnection extends PostgresConnection {
  constructor(options: PostgresConnectionOptions) {
    super(options);
    this.setMaxListeners(0);
    // Without a listener of its own an idle connection that breaks would end the process.
    this.on('error', () => undefined);
    // So would one that breaks between the statements of a transaction: whoever holds it hears of it at the next one.
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }

  override async getListenClient() {
    const client = await super.getListenClient();
    if ('setMaxListeners' in client && typeof client.setMaxListeners === 'function') client.setMaxListeners(0);
    return client;
  }

  /** Closes it for all of them. */
  end(): Promise<void> {
    return super.close();
  }
}
