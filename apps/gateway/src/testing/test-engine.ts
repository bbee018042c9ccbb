import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An engine that does what a test says. */
export interface TestEngine {
  readonly url: string;
  readonly requests: readonly {
    readonly url: string;
    readonly headers: http.IncomingHttpHeaders;
    readonly body: string;
  }[];
  /** Requests whose client went away before the answer was over. */
  readonly cancelled: () => number;
  /** Connections are cut and new ones refused. */
  stop(): Promise<void>;
}

type Answer = (response: ServerResponse, body: string, request: IncomingMessage) => void | Promise<void>;

/** Starts an engine on a free port of loopback. */
export async function testEngine(answer: Answer): Promise<TestEngine> {
  const requests: { url: string; headers: http.IncomingHttpHeaders; body: string }[] = [];
  let cancelled = 0;
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    response.once('close', () => (cancelled += response.writableFinished ? 0 : 1));
    let body = '';
    for await (const chunk of request) {
      body += String(chunk);
    }
    requests.push({ url: request.url ?? '', headers: request.headers, body });
    await answer(response, body, request);
  };
  const server = http.createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    cancelled: () => cancelled,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Answers with JSON. */
export const answerJson =
  (value: unknown, status = 200): Answer =>
  (response) =>
    void response
      .writeHead(status, { 'content-type': 'application/json', server: 'engine' })
      .end(JSON.stringify(value));

/** Streams events, `everyMs` apart; then `[DONE]`, or whatever `end` does instead. */
export const answerStream =
  (events: readonly string[], everyMs: number, end?: (response: ServerResponse) => void): Answer =>
  async (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of events) {
      response.write(`data: ${event}\n\n`);
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
    if (end) {
      end(response);
    } else {
      response.end('data: [DONE]\n\n');
    }
  };
