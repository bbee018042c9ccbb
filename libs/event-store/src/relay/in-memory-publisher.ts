import type { StoredMessage, StreamEnd, StreamMessage, StreamPublisher } from './stream-publisher.js';

/** A stream in memory that can fail and forget like a real one. */
export class InMemoryPublisher implements StreamPublisher {
  messages: StreamMessage[] = [];
  /** While true, nothing answers. */
  down = false;
  /** Called after a message was stored; throwing is an acknowledgement that gets lost. */
  beforeAck: (message: StreamMessage) => void = () => {};
  recreated = 0;
  readonly #listeners = new Set<() => void>();

  async ensureStream(): Promise<void> {
    this.#refuseWhenDown();
  }

  async end(): Promise<StreamEnd> {
    this.#refuseWhenDown();
    const complete = this.messages.every(({ position }, index) => position === index + 1);
    return { sequence: this.messages.length, complete };
  }

  async read(first: number, last: number): Promise<readonly (StoredMessage | undefined)[]> {
    this.#refuseWhenDown();
    return this.messages
      .slice(first - 1, last)
      .map(({ messageId, headers }) => ({ messageId, header: (name: string) => headers[name] }));
  }

  async publish(message: StreamMessage): Promise<void> {
    this.#refuseWhenDown();
    const known = this.messages.find(({ messageId }) => messageId === message.messageId);
    if (!known) {
      this.#store(message);
    } else if (known.position !== message.position) {
      throw new Error(`Message ${message.messageId} is at ${known.position}, not at ${message.position}.`);
    }
    await Promise.resolve();
    this.beforeAck(message);
  }

  onReconnect(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** As if the connection had been lost and made again. */
  reconnect(): void {
    [...this.#listeners].forEach((listener) => listener());
  }

  async recreate(): Promise<void> {
    this.#refuseWhenDown();
    this.messages = [];
    this.recreated += 1;
  }

  #store(message: StreamMessage): void {
    if (message.position !== this.messages.length + 1) {
      throw new Error(`The stream ends at ${this.messages.length}; ${message.position} does not follow.`);
    }
    this.messages.push(message);
  }

  #refuseWhenDown(): void {
    if (this.down) {
      throw new Error('The stream does not answer.');
    }
  }
}
