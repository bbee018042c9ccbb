import { Inject, Injectable } from '@nestjs/common';
import { err, ok, problemOf, type Problem, type Result } from '@enginehouse/contracts';
import http, { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { pipeline } from 'node:stream/promises';
import type { EdgeRequest, EdgeResponse } from '../http/call.js';

/** Injection token of the gateway's address; null where none is configured. */
export const GATEWAY_URL = Symbol('GATEWAY_URL');

/** A request to a model that the gateway is to answer. */
export interface Relayed {
  readonly request: EdgeRequest;
  readonly response: EdgeResponse;
  /** The gateway's: `/v1/chat/completions`. */
  readonly path: string;
  /** Whoever asks us asks the gateway too: it knows the same tokens. */
  readonly token: string;
  /** Aborted when the client leaves or the service stops. */
  readonly signal: AbortSignal;
}

const toGateway = ['accept', 'content-type', 'content-length', 'content-encoding'] as const;
const toClient = [
  'content-type',
  'content-length',
  'retry-after',
  'allow',
  'x-request-id',
  'x-enginehouse-instance',
] as const;
/** What an engine answers is nobody's page, whatever type it says it has. */
const answerPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
const connectTimeoutMs = 5000;

/** Hands requests to models on to the gateway, and its answers back piece by piece: browsers may talk to the api only. */
@Injectable()
export class GatewayRelay {
  constructor(@Inject(GATEWAY_URL) private readonly gateway: string | null) {}

  /** Resolves when the answer is out or the client is gone; a problem where no answer was begun. */
  async relay(relayed: Relayed): Promise<Result<void, Problem>> {
    if (this.gateway === null) {
      return err(unavailable('no gateway is configured', 'Set GATEWAY_URL of the api.'));
    }
    const answer = await this.ask(this.gateway, relayed);
    if (!answer) {
      return relayed.signal.aborted
        ? ok(undefined)
        : err(unavailable('the gateway does not answer', 'Check that it runs and GATEWAY_URL of the api is right.'));
    }
    if (answer.statusCode === 401) {
      answer.resume();
      return err(unavailable('the gateway does not know the token yet', 'Try again in a moment.'));
    }
    await this.passOn(answer, relayed.response);
    return ok(undefined);
  }

  /** Undefined where nobody answers, or nobody waits for an answer any more. */
  private ask(gateway: string, { request, path, token, signal }: Relayed): Promise<IncomingMessage | undefined> {
    const address = new URL(gateway);
    const headers = {
      ...pick(request.headers, toGateway),
      authorization: `Bearer ${token}`,
      'x-request-id': request.correlationId,
    };
    const send = address.protocol === 'https:' ? https.request : http.request;
    const asked = send(address, { method: request.method, path, headers, signal });
    return new Promise((resolve) => {
      asked.once('response', resolve);
      // Also when the other end goes away in the middle of the request, or `signal` says so.
      asked.once('error', () => resolve(undefined));
      giveUpConnecting(asked);
      pipeline(request, asked).catch(() => asked.destroy());
    });
  }

  private async passOn(answer: IncomingMessage, response: EdgeResponse): Promise<void> {
    response.writeHead(answer.statusCode ?? 502, {
      ...pick(answer.headers, toClient),
      'Content-Security-Policy': answerPolicy,
      'X-Accel-Buffering': 'no',
    });
    response.flushHeaders();
    // A broken answer is broken off on this side too, so that it does not look whole.
    await pipeline(answer, response).catch(() => response.destroy());
  }
}

/** Only the connection: how long an answer may take is the gateway's to say. */
function giveUpConnecting(asked: ClientRequest): void {
  const timer = setTimeout(() => asked.destroy(), connectTimeoutMs);
  const enough = () => clearTimeout(timer);
  asked.once('socket', (socket) => (socket.connecting ? socket.once('connect', enough) : enough()));
  asked.once('close', enough);
}

function pick(headers: IncomingHttpHeaders, names: readonly string[]): Record<string, string | string[]> {
  const kept = names.map((name) => [name, headers[name]] as const);
  return Object.fromEntries(kept.filter((entry): entry is [string, string | string[]] => entry[1] !== undefined));
}

const unavailable = (detail: string, hint: string): Problem =>
  problemOf('unavailable', detail, { hint, retryAfterSeconds: 2 });
