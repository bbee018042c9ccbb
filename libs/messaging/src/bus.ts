import type { Problem, RecordedEvent, RequestContract, RequestHeader, Result } from '@enginehouse/contracts';
import type { z } from 'zod';
import type { KeyValue } from './key-value.js';

/** Something that runs until it is stopped. */
export interface Stoppable {
  stop(): void;
}

/** What a request handler is given beside the parsed input. */
export type RequestHandler<C extends RequestContract> = (
  input: z.output<C['input']>,
  header: RequestHeader,
  subject: string,
) => Promise<Result<z.input<C['output']>, Problem>>;

/** How to follow a log's JetStream stream. `after` is the last position already handled. */
export interface TailOptions {
  readonly stream: 'CATALOG' | 'SCHEDULING';
  readonly after: number;
  readonly filter?: string;
  readonly handler: (event: RecordedEvent) => void | Promise<void>;
  /** Told why a round ended; following goes on by itself. */
  readonly onError?: (error: unknown) => void;
}

/** One JetStream stream as this product needs it; unlimited and on disk unless said otherwise. */
export interface StreamOptions {
  readonly name: string;
  readonly subjects: readonly string[];
  readonly maxAgeSeconds?: number;
}

/** The NATS connection of a service: typed request/reply, core messages, durable publishing, following logs, key-value. */
export interface Bus {
  /** Asks and waits. No responder, no connection or no answer in time is the problem `unavailable`; a malformed answer is `internal`. */
  request<C extends RequestContract>(
    contract: C,
    input: z.input<C['input']>,
    header: RequestHeader,
    options?: { readonly timeoutMs?: number },
  ): Promise<Result<z.output<C['output']>, Problem>>;
  /** Answers requests; input is parsed by the contract first. Instances of one service share the load. */
  serve<C extends RequestContract>(contract: C, handler: RequestHandler<C>): Stoppable;
  /** Core NATS: at most once. */
  publish(subject: string, payload: unknown): void;
  /** Core NATS: at most once. */
  subscribe(subject: string, handler: (payload: unknown, subject: string) => void): Stoppable;
  /** JetStream: acknowledged; the same `messageId` within the stream's window is stored once. */
  publishDurable(
    subject: string,
    payload: unknown,
    options: { readonly messageId: string },
  ): Promise<Result<{ readonly sequence: number; readonly duplicate: boolean }, Problem>>;
  /** Creates the stream, or checks that the one there is as wanted. */
  ensureStream(options: StreamOptions): Promise<void>;
  /** Follows a log from a position, in order, across reconnects and a rebuilt stream; each position once. */
  tail(options: TailOptions): Stoppable;
  /** A bucket; `create` is for its owner. */
  keyValue(bucket: string, options?: { readonly create?: boolean }): Promise<KeyValue>;
  state(): { readonly connected: boolean; readonly detail: string };
  /** The id of the server, where it is the only one; undefined in a cluster and while not connected. */
  soleServer(): string | undefined;
  /**
   * Waits until everything has been handled that the server had for this connection when it was asked; false where it
   * does not answer in time, in milliseconds. On one server, what another connection had sent before is among it.
   */
  caughtUp(timeoutMs: number): Promise<boolean>;
  onStateChange(listener: (connected: boolean) => void): Stoppable;
  close(): Promise<void>;
}
