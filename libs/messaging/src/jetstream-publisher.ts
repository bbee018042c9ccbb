import { liveSubjects } from '@enginehouse/contracts';
import {
  DiscardPolicy,
  NatsError,
  RetentionPolicy,
  StorageType,
  headers,
  type ConsumerInfo,
  type JetStreamManager,
  type MsgHdrs,
  type StreamConfig,
  type StreamInfo,
} from 'nats';
import type { Stoppable } from './bus.js';
import type { NatsBus } from './nats-bus.js';

/** Which stream a log is published to. */
export interface JetStreamPublisherOptions {
  readonly bus: Pick<NatsBus, 'jetStream' | 'manager' | 'state' | 'onStateChange'>;
  readonly stream: string;
  readonly subjects: readonly string[];
  /** How long an acknowledgement may take, in milliseconds. Default 5000. */
  readonly timeoutMs?: number;
}

/** The event store's `StreamPublisher` over JetStream: sequence numbers of the stream are positions of the log. */
export interface JetStreamPublisher {
  ensureStream(): Promise<void>;
  end(): Promise<{ readonly sequence: number; readonly complete: boolean }>;
  read(first: number, last: number): Promise<readonly (StoredMessage | undefined)[]>;
  publish(message: PublishedMessage): Promise<void>;
  onReconnect(listener: () => void): () => void;
  recreate(): Promise<void>;
}

interface StoredMessage {
  readonly messageId: string;
  header(name: string): string | undefined;
}

interface PublishedMessage {
  readonly position: number;
  readonly subject: string;
  readonly messageId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const messageIdHeader = 'Nats-Msg-Id';
const defaultTimeoutMs = 5000;
const duplicateWindowNanos = 120 * 1_000_000_000;

/** Publishes a log to JetStream. Works with every server from 2.9.10 on. */
export function createJetStreamPublisher(options: JetStreamPublisherOptions): JetStreamPublisher {
  return new LogStream(options);
}

class LogStream implements JetStreamPublisher {
  readonly #encoder = new TextEncoder();

  readonly #unanswered = new Set<(error: Error) => void>();
  #losses: Stoppable | undefined;

  constructor(private readonly options: JetStreamPublisherOptions) {}

  async ensureStream(): Promise<void> {
    const manager = await this.#manager();
    const wanted = configOf(this.options);
    const existing = await infoOf(manager, this.options.stream);
    if (existing && !sendsCopies(existing.config, wanted)) {
      return this.recreate();
    }
    const info = existing
      ? await manager.streams.update(this.options.stream, { ...existing.config, ...wanted })
      : await manager.streams.add(wanted);
    checkKept(wanted, info.config);
    await setBackConsumers(manager, info);
  }

  async end() {
    const manager = await this.#manager();
    const { state } = await manager.streams.info(this.options.stream);
    const complete = state.last_seq === 0 || (state.first_seq === 1 && state.messages === state.last_seq);
    return { sequence: state.last_seq, complete };
  }

  async read(first: number, last: number): Promise<readonly (StoredMessage | undefined)[]> {
    const manager = await this.#manager();
    const sequences = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    return Promise.all(sequences.map((seq) => messageAt(manager, this.options.stream, seq)));
  }

  async publish(message: PublishedMessage): Promise<void> {
    this.#requireConnection();
    const ack = await this.#orUntilDisconnected(
      this.options.bus.jetStream().publish(message.subject, this.#encoder.encode(message.body), {
        msgID: message.messageId,
        expect: { streamName: this.options.stream, lastSequence: message.position - 1 },
        headers: headersOf(message.headers),
        timeout: this.options.timeoutMs ?? defaultTimeoutMs,
      }),
    );
    if (ack.seq !== message.position) {
      throw new Error(`Position ${message.position} is sequence ${ack.seq} of stream ${this.options.stream}.`);
    }
  }

  onReconnect(listener: () => void): () => void {
    const changes = this.options.bus.onStateChange((connected) => {
      if (connected) {
        listener();
      }
    });
    return () => changes.stop();
  }

  /** An answer over a connection that is gone never comes: waiting for its time-out would prolong every outage. */
  #orUntilDisconnected<T>(answer: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#unanswered.add(reject);
      this.#losses ??= this.options.bus.onStateChange((connected) => {
        if (!connected) {
          this.#giveUp();
        }
      });
      answer.then(resolve, reject).finally(() => this.#settled(reject));
    });
  }

  /** A publisher that nobody uses any more must not stay among the connection's listeners. */
  #settled(reject: (error: Error) => void): void {
    this.#unanswered.delete(reject);
    if (this.#unanswered.size === 0) {
      this.#losses?.stop();
      this.#losses = undefined;
    }
  }

  #giveUp(): void {
    const waiting = [...this.#unanswered];
    this.#unanswered.clear();
    waiting.forEach((reject) => reject(new Error('The connection to NATS was lost before the acknowledgement came.')));
  }

  async #manager(): Promise<JetStreamManager> {
    this.#requireConnection();
    return this.options.bus.manager();
  }

  /** Asked while disconnected, the client would wait for a time-out that is longer than most outages. */
  #requireConnection(): void {
    const { connected, detail } = this.options.bus.state();
    if (!connected) {
      throw new Error(`NATS is not connected: ${detail}`);
    }
  }

  async recreate(): Promise<void> {
    const manager = await this.#manager();
    const durables = (await consumersOf(manager, this.options.stream)).filter(({ config }) => config.durable_name);
    await manager.streams.delete(this.options.stream);
    const info = await manager.streams.add(configOf(this.options));
    checkKept(configOf(this.options), info.config);
    for (const { config } of durables) {
      await manager.consumers.add(this.options.stream, config);
    }
  }
}

type WantedConfig = Partial<StreamConfig> & { readonly name: string };

const configOf = ({ stream, subjects }: JetStreamPublisherOptions): WantedConfig => ({
  name: stream,
  subjects: [...subjects],
  retention: RetentionPolicy.Limits,
  storage: StorageType.File,
  discard: DiscardPolicy.Old,
  max_age: 0,
  max_msgs: -1,
  max_bytes: -1,
  max_msgs_per_subject: -1,
  duplicate_window: duplicateWindowNanos,
  allow_direct: true,
  republish: { src: '>', dest: `${liveSubjects(stream)}>` },
});

/** Servers before 2.10 cannot change that of a stream that is there; one of an earlier release has none. */
const sendsCopies = (existing: StreamConfig, wanted: WantedConfig) =>
  existing.republish?.dest === wanted.republish?.dest;

/** Servers drop settings that they do not know without a word. */
function checkKept(wanted: WantedConfig, kept: StreamConfig): void {
  const all = Object.entries(wanted);
  const lost = all.filter(
    ([name, value]) => JSON.stringify(kept[name as keyof StreamConfig]) !== JSON.stringify(value),
  );
  if (lost.length > 0) {
    throw new Error(`Stream ${wanted.name}: the server did not take ${lost.map(([name]) => name).join(', ')}.`);
  }
}

/** Consumers that were ahead of a stream that lost its end would never see what takes its place. They begin again; position guards skip. */
async function setBackConsumers(manager: JetStreamManager, info: StreamInfo): Promise<void> {
  const { last_seq: end } = info.state;
  const consumers = await consumersOf(manager, info.config.name);
  for (const { name, config } of consumers.filter(({ delivered }) => delivered.stream_seq > end)) {
    await manager.consumers.delete(info.config.name, name);
    await manager.consumers.add(info.config.name, config);
  }
}

async function consumersOf(manager: JetStreamManager, stream: string): Promise<readonly ConsumerInfo[]> {
  const all: ConsumerInfo[] = [];
  for await (const consumer of manager.consumers.list(stream)) {
    all.push(consumer);
  }
  return all;
}

async function infoOf(manager: JetStreamManager, stream: string): Promise<StreamInfo | undefined> {
  try {
    return await manager.streams.info(stream);
  } catch (error) {
    if (isMissing(error)) {
      return undefined;
    }
    throw error;
  }
}

async function messageAt(manager: JetStreamManager, stream: string, seq: number): Promise<StoredMessage | undefined> {
  try {
    const { header } = await manager.streams.getMessage(stream, { seq });
    return { messageId: header.get(messageIdHeader), header: (name) => header.get(name) || undefined };
  } catch (error) {
    if (isMissing(error)) {
      return undefined;
    }
    throw error;
  }
}

const isMissing = (error: unknown) => error instanceof NatsError && error.api_error?.code === 404;

function headersOf(values: Readonly<Record<string, string>>): MsgHdrs {
  const all = headers();
  for (const [name, value] of Object.entries(values)) {
    all.set(name, value);
  }
  return all;
}
