import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Dispatcher } from 'undici';
import { headersForClient } from './forwarded-headers.js';
import { errorBody, gatewayError } from './openai-error.js';

/** How an attempt to have a request answered went. */
export type RelayOutcome =
  | { readonly kind: 'complete' }
  /** Nothing of an answer had come: another instance may be asked. */
  | { readonly kind: 'no-answer'; readonly error: Error }
  /** The answer broke off; the client was told as well as its form allows. */
  | { readonly kind: 'broken-off'; readonly error: Error }
  | { readonly kind: 'client-gone' };

/** What the relay adds to and tells about an answer. */
export interface RelayOptions {
  readonly response: ServerResponse;
  /** Headers added to the engine's. */
  readonly headers: Readonly<Record<string, string>>;
  /** True for an instance behind its worker's proxy: the proxy's own refusals are no answers. */
  readonly isProxied: boolean;
  readonly onFirstByte: () => void;
  /** The engine has done its part; the client may still be reading. */
  readonly onUpstreamEnd: () => void;
}

/** A client that takes nothing for this long is given up, and the engine is free for others. */
const longestStallMs = 60_000;
const proxyRefusals = [401, 404, 502];

class ClientGone extends Error {}

/** Hands an engine's answer on to the client piece by piece, at the client's pace, and stops the engine when the client leaves. */
export class AnswerRelay implements Dispatcher.DispatchHandler {
  readonly outcome: Promise<RelayOutcome>;
  private settle: (outcome: RelayOutcome) => void = () => {};
  private controller: Dispatcher.DispatchController | undefined;
  private started = false;
  private sawData = false;
  private isEventStream = false;
  private stall: NodeJS.Timeout | undefined;

  constructor(private readonly options: RelayOptions) {
    this.outcome = new Promise((resolve) => (this.settle = resolve));
    options.response.once('close', this.leave);
    options.response.on('drain', this.resume);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.options.response.destroyed) {
      controller.abort(new ClientGone());
    }
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) {
      return;
    }
    const type = headers['content-type'] ?? '';
    if (this.options.isProxied && proxyRefusals.includes(status) && type.startsWith('application/problem+json')) {
      controller.abort(new Error(`the proxy of the worker answered ${status}`));
      return;
    }
    this.started = true;
    this.isEventStream = type.startsWith('text/event-stream') && headers['content-encoding'] === undefined;
    const { response } = this.options;
    response.writeHead(status, { ...headersForClient(headers), ...this.options.headers });
    if (this.isEventStream) {
      response.flushHeaders();
    }
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.sawData) {
      this.sawData = true;
      this.options.onFirstByte();
    }
    if (!this.options.response.write(chunk)) {
      controller.pause();
      this.watchStall();
    }
  }

  onResponseEnd(): void {
    const { response } = this.options;
    this.options.onUpstreamEnd();
    this.watchStall();
    response.end(() => this.finish({ kind: 'complete' }));
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (error instanceof ClientGone || this.options.response.destroyed) {
      this.finish({ kind: 'client-gone' });
    } else if (this.started) {
      this.breakOff();
      this.finish({ kind: 'broken-off', error });
    } else {
      this.finish({ kind: 'no-answer', error });
    }
  }

  /** An event stream gets an error event that clients understand; any other answer can only be cut, so that it does not look whole. */
  private breakOff(): void {
    const { response } = this.options;
    if (!this.isEventStream) {
      response.destroy();
      return;
    }
    const error = gatewayError('upstream-failed', 'the engine ended the connection in the middle of its answer');
    // The blank line first: the engine may have died in the middle of an event.
    response.end(`\n\ndata: ${JSON.stringify(errorBody(error))}\n\n`);
  }

  private readonly leave = (): void => {
    if (this.options.response.writableFinished) {
      return;
    }
    this.controller?.abort(new ClientGone());
    this.finish({ kind: 'client-gone' });
  };

  private readonly resume = (): void => {
    clearTimeout(this.stall);
    this.controller?.resume();
  };

  private watchStall(): void {
    clearTimeout(this.stall);
    this.stall = setTimeout(() => this.options.response.destroy(), longestStallMs).unref();
  }

  private finish(outcome: RelayOutcome): void {
    clearTimeout(this.stall);
    this.options.onUpstreamEnd();
    this.options.response.off('close', this.leave);
    this.options.response.off('drain', this.resume);
    this.settle(outcome);
  }
}
