import { problemOf, type Problem, type RequestContract, type RequestHeader, type Result } from '@enginehouse/contracts';
import { headers, type JetStreamClient, type JetStreamManager, type Msg, type NatsConnection } from 'nats';
import type { z } from 'zod';
import type { Bus, RequestHandler, StreamOptions, Stoppable, TailOptions } from './bus.js';
import { ConnectionState } from './connection-state.js';
import { openKeyValue, type KeyValue } from './key-value.js';
import { answer, type AnyHandler } from './request-server.js';
import { Requests } from './requests.js';
import { ensureStream } from './streams.js';
import { tailStream } from './tail.js';
import { decode, decodeReply, encode, encodeRequest } from './wire.js';

const defaultTimeoutMs = 5000;
/** A request during a short reconnect waits this long; then the caller hears it instead of waiting for the time-out. */
const reconnectPatienceMs = 1000;

/** Told about errors in handlers that nobody expected. */
export type SurpriseListener = (error: unknown, header?: RequestHeader) => void;

/** The bus over one NATS connection. Made by `connectBus`. */
export class NatsBus implements Bus {
  private readonly js: JetStreamClient;
  private readonly connection: ConnectionState;
  private readonly requests: Requests;
  private managerOnce: Promise<JetStreamManager> | undefined;

  constructor(
    private readonly nc: NatsConnection,
    private readonly service: string,
    private readonly onSurprise: SurpriseListener,
  ) {
    this.js = nc.jetstream();
    this.connection = new ConnectionState(nc);
    this.requests = new Requests(nc, inboxPrefixOf(service));
  }

  async request<C extends RequestContract>(
    contract: C,
    input: z.input<C['input']>,
    header: RequestHeader,
    options: { readonly timeoutMs?: number } = {},
  ): Promise<Result<z.output<C['output']>, Problem>> {
    const timeout = options.timeoutMs ?? defaultTimeoutMs;
    if (!(await this.connection.up(Math.min(timeout, reconnectPatienceMs)))) {
      return { ok: false, error: unavailable(contract.subject, timeout, new Error('NATS is not connected')) };
    }
    const reply = await this.requests
      .send(contract.subject, encodeRequest(header, input), timeout)
      .catch((error: unknown) => unavailable(contract.subject, timeout, error));
    return reply instanceof Uint8Array ? readReply(contract, reply) : { ok: false, error: reply };
  }

  serve<C extends RequestContract>(contract: C, handler: RequestHandler<C>): Stoppable {
    return this.serveAny(contract, handler as AnyHandler);
  }

  /** Like `serve`, for handlers whose types were checked elsewhere (Nest's). */
  serveAny(contract: RequestContract, handler: AnyHandler): Stoppable {
    const respondSafely = async (message: Msg) => {
      try {
        message.respond(encode(await answer(contract, handler, message, this.onSurprise)));
      } catch (error) {
        this.onSurprise(error);
      }
    };
    const subscription = this.nc.subscribe(contract.subject, {
      queue: this.service,
      callback: (error, message) => void (error ? this.onSurprise(error) : respondSafely(message)),
    });
    return { stop: () => subscription.unsubscribe() };
  }

  publish(subject: string, payload: unknown): void {
    if (!this.nc.isClosed()) {
      this.nc.publish(subject, encode(payload));
    }
  }

  subscribe(subject: string, handler: (payload: unknown, subject: string) => void): Stoppable {
    const subscription = this.nc.subscribe(subject, {
      callback: (error, message) => {
        if (error) {
          this.onSurprise(error);
          return;
        }
        handler(decode(message.data), message.subject);
      },
    });
    return { stop: () => subscription.unsubscribe() };
  }

  async publishDurable(
    subject: string,
    payload: unknown,
    options: { readonly messageId: string },
  ): Promise<Result<{ readonly sequence: number; readonly duplicate: boolean }, Problem>> {
    try {
      const ack = await this.js.publish(subject, encode(payload), { msgID: options.messageId, headers: headers() });
      return { ok: true, value: { sequence: ack.seq, duplicate: ack.duplicate } };
    } catch (error) {
      return { ok: false, error: unavailable(subject, defaultTimeoutMs, error) };
    }
  }

  async ensureStream(options: StreamOptions): Promise<void> {
    await ensureStream(await this.manager(), options);
  }

  tail(options: TailOptions): Stoppable {
    const reconnects = (back: () => void) => this.onStateChange((connected) => void (connected && back()));
    return tailStream(this.js, options, reconnects);
  }

  keyValue(bucket: string, options: { readonly create?: boolean } = {}): Promise<KeyValue> {
    return openKeyValue(this.js, bucket, options.create ?? false);
  }

  state() {
    return this.connection.state();
  }

  soleServer(): string | undefined {
    const { info } = this.nc;
    return this.connection.state().connected && info?.cluster === undefined ? info?.server_id : undefined;
  }

  /** The server answers a ping in its turn, behind the messages it has queued for this connection. */
  caughtUp(timeoutMs: number): Promise<boolean> {
    if (!this.connection.state().connected) return Promise.resolve(false);
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), timeoutMs);
      const end = (reached: boolean) => {
        clearTimeout(timer);
        resolve(reached);
      };
      this.nc.flush().then(
        () => end(true),
        () => end(false),
      );
    });
  }

  onStateChange(listener: (connected: boolean) => void): Stoppable {
    return this.connection.listen(listener);
  }

  async close(): Promise<void> {
    if (!this.nc.isClosed()) {
      await this.nc.drain().catch(() => this.nc.close());
    }
  }

  /** The raw JetStream client and manager, for this library's own consumers and publishers. */
  jetStream(): JetStreamClient {
    return this.js;
  }

  manager(): Promise<JetStreamManager> {
    this.managerOnce ??= this.nc.jetstreamManager({ checkAPI: false });
    return this.managerOnce;
  }
}

/** Where a service's answers come in; its permissions are for this. */
export const inboxPrefixOf = (service: string): string => `_INBOX.${service}`;

function unavailable(subject: string, timeoutMs: number, error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const service = subject.split('.')[0] ?? subject;
  const why =
    code === '503'
      ? 'nobody answers there'
      : code === 'TIMEOUT'
        ? `no answer within ${timeoutMs} ms`
        : errorText(error);
  return problemOf('unavailable', `${service}: ${why} (${subject})`, {
    hint: `Check that the ${service} service and NATS are running; its /readyz says what is missing.`,
    retryAfterSeconds: 2,
  });
}

const errorText = (error: unknown) => (error instanceof Error ? error.message : String(error));

function readReply<C extends RequestContract>(contract: C, data: Uint8Array): Result<z.output<C['output']>, Problem> {
  const reply = decodeReply(data);
  if (!reply) {
    return { ok: false, error: problemOf('internal', `the answer on ${contract.subject} cannot be read`) };
  }
  if (!reply.ok) {
    return reply;
  }
  const value = contract.output.safeParse(reply.value);
  return value.success
    ? { ok: true, value: value.data as z.output<C['output']> }
    : {
        ok: false,
        error: problemOf(
          'internal',
          `the answer on ${contract.subject} does not fit its schema: ${value.error.message}`,
        ),
      };
}
