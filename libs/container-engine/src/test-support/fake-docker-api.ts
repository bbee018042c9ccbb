import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';

/** What a faulty engine does with one request. */
export type FakeAnswer = (request: http.IncomingMessage, response: http.ServerResponse) => void;

/** A Docker API that answers as the test says, on a unix socket. */
export interface FakeDockerApi {
  readonly host: string;
  /** Every request so far: `METHOD /path?query`. */
  readonly requests: readonly string[];
  /** Answers the paths that the pattern matches; the newest rule wins. */
  when(pattern: RegExp, answer: FakeAnswer): void;
  /** Cuts every open connection. */
  cut(): void;
  close(): Promise<void>;
}

/** Starts one; what no rule matches is answered with 404. */
export async function fakeDockerApi(): Promise<FakeDockerApi> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'enginehouse-fake-docker-'));
  const socketPath = path.join(directory, 'docker.sock');
  const rules: { readonly pattern: RegExp; readonly answer: FakeAnswer }[] = [];
  const requests: string[] = [];
  const server = http.createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const rule = rules.findLast(({ pattern }) => pattern.test(request.url ?? ''));
    (rule?.answer ?? json(404, { message: 'page not found' }))(request, response);
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  return {
    host: `unix://${socketPath}`,
    requests,
    when: (pattern, answer) => void rules.push({ pattern, answer }),
    cut: () => server.closeAllConnections(),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      fs.rmSync(directory, { recursive: true });
    },
  };
}

/** A whole JSON answer. */
export function json(status: number, body: unknown): FakeAnswer {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
}

/** Never answers. */
export const hang: FakeAnswer = () => {};

/** Starts an answer and never ends it. */
export const stall: FakeAnswer = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"Id":');
};

/** Ends an answer in the middle of its JSON, as if that were all. */
export const truncated: FakeAnswer = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end('{"Id":"abc","Sta');
};

/** Promises more bytes than it sends, then cuts the connection. */
export const cutOff: FakeAnswer = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"Id":"abc"', () => response.destroy());
};

/** Sends JSON lines and leaves the answer open. */
export function lines(...messages: readonly unknown[]): FakeAnswer {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(messages.map((message) => `${JSON.stringify(message)}\n`).join(''));
  };
}
