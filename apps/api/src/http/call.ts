import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { RequestHeader } from '@enginehouse/contracts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';
import type { Identity } from '../access/identity.js';
import type { Session } from '../access/sessions.js';
import type { Route } from '@enginehouse/contracts/http';
import type { WrittenAnswer } from '../memory/answer-memory.js';
import type { Caller } from './authentication.js';

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;

/** A request to one route, authorised and parsed: all that a controller gets to see. */
export interface Call<R extends Route = Route> {
  readonly route: R;
  readonly params: Parsed<R['params']>;
  readonly query: Parsed<R['query']>;
  readonly body: Parsed<R['body']>;
  /** The body's text where it came as YAML; `body` is undefined then. */
  readonly yaml: string | undefined;
  /** From `If-Match`. */
  readonly expectedRevision: number | undefined;
  /** Undefined on public routes. */
  readonly identity: Identity | undefined;
  /** The session, where the request came with its cookie. */
  readonly session: Session | undefined;
  /** What goes with every request over the bus. */
  readonly header: RequestHeader;
  /** Whether the client sent its own idempotency key, so that it may send the same again. */
  readonly repeatable: boolean;
  readonly remoteAddress: string;
  /** Whether the client speaks TLS with us, or with a proxy that is trusted. */
  readonly isSecure: boolean;
  /** Aborted when the client leaves or the service stops. */
  readonly signal: AbortSignal;
  /** The type to answer with, of those given; the first where the client has no preference. */
  accepts(...types: readonly string[]): string;
  requestHeader(name: string): string | undefined;
}

/** Node's request with the little of Express that is used here, and what guard and interceptor leave on it for one another. */
export interface EdgeRequest extends IncomingMessage {
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** Both as the trusted proxies say, where there are some. */
  readonly secure: boolean;
  readonly ip?: string;
  accepts(types: readonly string[]): string | false;
  caller?: Caller;
  correlationId?: string;
  call?: Call;
  /** Keeps what is answered, where it can be answered again. */
  remember?: (answer: WrittenAnswer) => void;
}
export type EdgeResponse = ServerResponse<EdgeRequest>;

/** The value of a request header; the first where it was sent more than once. */
export function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** Who sends a request; behind a trusted proxy whom that names. */
export const addressOf = (request: EdgeRequest): string => request.ip ?? request.socket.remoteAddress ?? '';

/** The controller's first argument: the call that the interceptor has prepared. */
export const PreparedCall = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<EdgeRequest>().call,
);
