import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { WebhookMessage } from '@enginehouse/contracts';

/** A request as a receiver got it. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly message: WebhookMessage;
}

export interface ReceiverAnswer {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

type Behaviour = (received: Received, count: number) => ReceiverAnswer | Promise<ReceiverAnswer>;

/** A receiver of webhooks at an address of this host, which answers what a test says. */
export class Receiver {
  readonly received: Received[] = [];
  /** Requests that wait for their answer now, and the most there were. */
  open = 0;
  mostOpen = 0;

  private constructor(
    private readonly server: Server,
    readonly url: string,
    public behaviour: Behaviour,
  ) {}

  static async start(behaviour: Behaviour = () => ({ status: 204 })): Promise<Receiver> {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const receiver = new Receiver(server, `http://127.0.0.1:${port}/hooks`, behaviour);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void receiver.take(request, response));
    return receiver;
  }

  get ids(): readonly string[] {
    return this.received.map(({ headers }) => String(headers['webhook-id']));
  }

  get positions(): readonly number[] {
    return this.received.map(({ message }) => message.position);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => {
      this.server.close(resolve);
    });
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request).catch(() => '');
    // The sender has gone.
    if (!request.complete) return;
    const received = { headers: request.headers, body, message: JSON.parse(body) as WebhookMessage };
    this.received.push(received);
    this.open += 1;
    this.mostOpen = Math.max(this.mostOpen, this.open);
    const answer = await this.behaviour(received, this.received.length);
    this.open -= 1;
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }
}
