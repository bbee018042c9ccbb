import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a registry answers at one path below `/v2/`. */
export interface FakeAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A registry that answers what no real one would; on 127.0.0.1. `null` never answers. */
export async function fakeAnswers(answers: Readonly<Record<string, FakeAnswer | null>>): Promise<{
  readonly address: string;
  readonly requests: readonly string[];
  close(): Promise<void>;
}> {
  const requests: string[] = [];
  const server = http.createServer((request, response) => {
    const path = (request.url ?? '').replace('/v2/', '');
    requests.push(path);
    const answer = path in answers ? answers[path] : { status: 404 };
    if (answer) response.writeHead(answer.status ?? 200, answer.headers ?? {}).end(answer.body ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
