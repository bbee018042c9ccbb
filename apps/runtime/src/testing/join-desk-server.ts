import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { joinRequest, problemOf, type JoinAnswer } from '@enginehouse/contracts';

type Answer = (request: { readonly token: string; readonly publicKey: string }) => JoinAnswer | null;

/** The one route of the control plane's API that a worker needs, answering as a test says. */
export class JoinDeskServer {
  readonly asked: unknown[] = [];
  private readonly server: Server;

  constructor(answer: Answer) {
    this.server = createServer((request, response) => void this.receive(request, response, answer));
  }

  private async receive(request: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> {
    const wish = joinRequest.parse(JSON.parse(await text(request)));
    this.asked.push({ path: request.url, name: wish.name });
    const admitted = answer(wish);
    const body = admitted ?? problemOf('join-token-invalid', 'the join token is not known');
    response.writeHead(admitted ? 200 : 401, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}
