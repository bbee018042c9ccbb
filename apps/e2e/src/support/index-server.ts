import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A web server with the files of a source, each with its ETag. */
export class IndexServer {
  private readonly files = new Map<string, string>();
  private readonly answers = new Map<string, (response: ServerResponse) => void>();
  /** Answers wait for this. */
  private gate: Promise<unknown> = Promise.resolve();
  /** Requests by path, and what they were answered. */
  readonly answered: { readonly path: string; readonly status: number }[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<IndexServer> {
    const server = createServer();
    const started = new IndexServer(server);
    server.on('request', (request, response) => void started.answer(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return started;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Puts a file there, or takes it away, and answers its address. */
  put(path: string, text: string | undefined): string {
    this.answers.delete(path);
    if (text === undefined) this.files.delete(path);
    else this.files.set(path, text);
    return this.address + path;
  }

  /** Answers otherwise there, until something is put there again. */
  answerWith(path: string, answer: (response: ServerResponse) => void): string {
    this.answers.set(path, answer);
    return this.address + path;
  }

  /** Holds back every answer until `open` is called. */
  hold(): { open(): void } {
    const opened = new EventEmitter();
    this.gate = once(opened, 'open');
    return { open: () => void opened.emit('open') };
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    await this.gate;
    const path = request.url ?? '/';
    const other = this.answers.get(path);
    if (other) return other(response);
    const text = this.files.get(path) ?? '';
    const hash = createHash('sha256').update(text).digest('hex');
    const status = this.files.has(path) ? (request.headers['if-none-match'] === `"${hash}"` ? 304 : 200) : 404;
    this.answered.push({ path, status });
    response.writeHead(status, { etag: `"${hash}"`, 'content-type': 'application/yaml' });
    response.end(status === 200 ? text : undefined);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
