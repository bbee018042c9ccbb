import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A web server with indexes that a test writes, each with its ETag. */
export class IndexServer {
  private readonly texts = new Map<string, string>();
  /** How often each path was asked for, and how often it was answered that nothing is new. */
  readonly asked = new Map<string, { full: number; unchanged: number }>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<IndexServer> {
    const server = createServer();
    const indexes = new IndexServer(server);
    server.on('request', (request, response) => {
      const path = request.url ?? '/';
      const text = indexes.texts.get(path);
      if (text === undefined) {
        response.writeHead(404).end();
        return;
      }
      const etag = `"${createHash('sha256').update(text).digest('hex')}"`;
      const count = indexes.asked.get(path) ?? { full: 0, unchanged: 0 };
      indexes.asked.set(path, count);
      if (request.headers['if-none-match'] === etag) {
        count.unchanged += 1;
        response.writeHead(304, { etag }).end();
        return;
      }
      count.full += 1;
      response.writeHead(200, { etag, 'content-type': 'application/yaml' }).end(text);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return indexes;
  }

  /** Puts an index at `/<name>.yaml` and answers its URL. */
  put(name: string, text: string): string {
    const path = `/${name}.yaml`;
    this.texts.set(path, text);
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${path}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
