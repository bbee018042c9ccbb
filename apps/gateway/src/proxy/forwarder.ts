import { workerKeyHeader } from '@enginehouse/service-kit';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, errors } from 'undici';
import type { Balancer, Lease } from '../routing/balancer.js';
import type { Target } from '../routing/route-table.js';
import { AnswerRelay, type RelayOutcome } from './answer-relay.js';
import { headersForEngine } from './forwarded-headers.js';
import { upstreamAddress } from './upstream-address.js';

/** Limits and keys of the connections to engines. */
export interface ForwarderOptions {
  readonly answerTimeoutMs: number;
  readonly idleTimeoutMs: number;
  /** What workers' proxies want to see; null where there are none. */
  readonly workerKey: string | null;
}

/** A request that is ready to go to an instance. */
export interface Forwarded {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly body: Buffer;
  readonly targets: readonly Target[];
  readonly requestId: string;
  readonly onFirstByte: (target: Target) => void;
}

/** How a request ended, where it was sent last and in how many attempts. */
export interface ForwardOutcome {
  readonly outcome: RelayOutcome;
  readonly target: Target | undefined;
  readonly attempts: number;
}

const mostAttempts = 3;
const connectTimeoutMs = 3000;

/** Sends a request to one of several instances, and to another one as long as nothing of an answer has come. */
export class Forwarder {
  private readonly agent: Agent;

  constructor(
    private readonly balancer: Balancer,
    private readonly options: ForwarderOptions,
  ) {
    this.agent = new Agent({
      connect: { timeout: connectTimeoutMs },
      headersTimeout: options.answerTimeoutMs,
      bodyTimeout: options.idleTimeoutMs,
      maxResponseSize: -1,
    });
  }

  async forward(forwarded: Forwarded): Promise<ForwardOutcome> {
    const tried = new Set<Target>();
    for (let attempts = 1; ; attempts += 1) {
      const left = forwarded.targets.filter((target) => !tried.has(target));
      // A connection that was kept open may have been closed at the other end meanwhile: the only instance gets a second try.
      const lease = this.balancer.take(left.length > 0 ? left : forwarded.targets);
      if (!lease) {
        return { outcome: { kind: 'no-answer', error: new Error('no instance') }, target: undefined, attempts: 0 };
      }
      const outcome = await this.attempt(lease, forwarded);
      tried.add(lease.target);
      if (outcome.kind !== 'no-answer' || attempts >= mostAttempts || !mayBeRepeated(outcome.error)) {
        return { outcome, target: lease.target, attempts };
      }
      this.balancer.avoid(lease.target);
    }
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private attempt(
    lease: Lease,
    { request, response, path, body, requestId, onFirstByte }: Forwarded,
  ): Promise<RelayOutcome> {
    const { target } = lease;
    const address = upstreamAddress(target.url, path);
    const { workerKey } = this.options;
    const relay = new AnswerRelay({
      response,
      headers: { 'X-Enginehouse-Instance': target.id },
      isProxied: address.isProxied,
      onFirstByte: () => onFirstByte(target),
      onUpstreamEnd: () => lease.release(),
    });
    const added = {
      'x-request-id': requestId,
      ...(address.isProxied && workerKey !== null ? { [workerKeyHeader]: workerKey } : {}),
    };
    this.agent.dispatch(
      {
        origin: address.origin,
        path: address.path,
        method: 'POST',
        headers: headersForEngine(request.headers, added),
        body,
      },
      relay,
    );
    return relay.outcome;
  }
}

/** An engine that is silent for too long is at work; asking another one would double the work, not the chance. */
const mayBeRepeated = (error: Error) =>
  !(error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError);
