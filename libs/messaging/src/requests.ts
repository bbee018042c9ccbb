import { createInbox, NatsError, type Msg, type NatsConnection } from 'nats';

interface Waiting {
  readonly resolve: (data: Uint8Array) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** The status of a message with which the server says that nobody serves a subject. */
const nobodyServes = 503;

/**
 * Requests over one subscription for all their answers. The client's own `request` makes an error with its stack and
 * three promises for every answer that comes in time, which was a fifth of what a read cost its caller.
 */
export class Requests {
  private readonly waiting = new Map<string, Waiting>();
  private inbox: string | undefined;
  private count = 0;

  constructor(
    private readonly nc: NatsConnection,
    private readonly inboxPrefix: string,
  ) {
    const closed = () => this.failAll(new NatsError('CONNECTION_CLOSED', 'CONNECTION_CLOSED'));
    nc.closed().then(closed, closed);
  }

  /** Rejects with the codes `TIMEOUT` and `503`, as the client's own does. */
  send(subject: string, data: Uint8Array, timeoutMs: number): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const inbox = this.openInbox();
      const token = (this.count += 1).toString(36);
      const timer = setTimeout(() => this.take(token)?.reject(new NatsError('TIMEOUT', 'TIMEOUT')), timeoutMs);
      this.waiting.set(token, { resolve, reject, timer });
      try {
        this.nc.publish(subject, data, { reply: `${inbox}.${token}` });
      } catch (error) {
        this.take(token)?.reject(error as Error);
      }
    });
  }

  private openInbox(): string {
    if (this.inbox !== undefined) return this.inbox;
    const inbox = createInbox(this.inboxPrefix);
    this.nc.subscribe(`${inbox}.*`, {
      callback: (error, message) => (error ? this.failAll(error) : this.answered(inbox, message)),
    });
    this.inbox = inbox;
    return inbox;
  }

  private answered(inbox: string, message: Msg): void {
    const waiting = this.take(message.subject.slice(inbox.length + 1));
    if (!waiting) return;
    const isRefused = message.data.length === 0 && message.headers?.code === nobodyServes;
    if (isRefused) waiting.reject(new NatsError('503', '503'));
    else waiting.resolve(message.data);
  }

  /** Without the subscription no answer comes; the next request opens another. */
  private failAll(error: Error): void {
    this.inbox = undefined;
    [...this.waiting.keys()].forEach((token) => this.take(token)?.reject(error));
  }

  private take(token: string): Waiting | undefined {
    const waiting = this.waiting.get(token);
    if (waiting) clearTimeout(waiting.timer);
    this.waiting.delete(token);
    return waiting;
  }
}
