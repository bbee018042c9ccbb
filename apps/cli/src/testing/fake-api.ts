import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { problemOf } from '@enginehouse/contracts';

/** A request as it came. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** What to answer: an object as JSON, a text with its type, or pieces of a stream. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
  readonly type?: string;
  /** Written one after the other; the answer then stays open where `open` is set. */
  readonly pieces?: readonly string[];
  readonly open?: boolean;
  /** Breaks the connection after the pieces. */
  readonly cut?: boolean;
}

type Handler = (request: SeenRequest) => Answer;

/** An API that answers what a test says, over real HTTP. */
export class FakeApi implements AsyncDisposable {
  readonly seen: SeenRequest[] = [];
  private readonly handlers = new Map<string, Handler>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<FakeApi> {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const api = new FakeApi(server, `http://127.0.0.1:${port}`);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void api.handle(request, response));
    return api;
  }

  /** `on('GET /v1/backends/x', ...)`; the last one said for an address counts. */
  on(address: string, answer: Answer | Handler): this {
    this.handlers.set(address, typeof answer === 'function' ? answer : () => answer);
    return this;
  }

  last(): SeenRequest {
    const request = this.seen.at(-1);
    if (!request) throw new Error('nothing was asked');
    return request;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
    });
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    const seen: SeenRequest = {
      method: request.method ?? '',
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: request.headers as Record<string, string>,
      body: await text(request),
    };
    this.seen.push(seen);
    const handler = this.handlers.get(`${seen.method} ${seen.path}`);
    write(response, handler ? handler(seen) : notFound(seen));
  }
}

function write(response: ServerResponse, answer: Answer): void {
  const { status = 200, headers = {}, json, pieces } = answer;
  const type = answer.type ?? (status >= 400 ? 'application/problem+json' : 'application/json');
  response.writeHead(status, { 'content-type': type, ...headers });
  if (!pieces) {
    response.end(answer.text ?? JSON.stringify(json ?? {}));
    return;
  }
  for (const piece of pieces) response.write(piece);
  if (answer.cut) setTimeout(() => response.destroy(), 20);
  else if (!answer.open) response.end();
}

const notFound = ({ method, path }: SeenRequest): Answer => ({
  status: 404,
  json: problemOf('not-found', `${method} ${path} is not an address of this API`),
});
