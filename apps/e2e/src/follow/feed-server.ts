import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFeedPage, type EventStore } from '@enginehouse/event-store';

const pollMs = 10;

/** `GET /v1/events` of a log, as catalog and api answer it together, at an address that outlives its outages. */
export class FeedServer {
  #server: Server | undefined;
  #port = 0;

  constructor(public store: EventStore) {}

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async up(): Promise<void> {
    const server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async down(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    await new Promise<void>((resolve) => {
      server?.close(() => resolve());
      server?.closeAllConnections();
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const query = new URL(request.url ?? '', this.url).searchParams;
    const [after, limit, wait] = ['after', 'limit', 'wait'].map((name) => Number(query.get(name)));
    const until = performance.now() + (wait ?? 0) * 1000;
    while (performance.now() < until && (await this.store.head()).position <= (after ?? 0) && this.#server) {
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
    const page = await readFeedPage(this.store, { after: after ?? 0, limit: limit ?? 100 });
    response.setHeader('content-type', 'application/json').end(JSON.stringify(page));
  }
}
