import type { Route } from '@enginehouse/contracts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Resolution } from '../routing/route-table.js';
import { countUnderWay, recordAccess, type AccessRecord, type Ending } from './access-record.js';
import type { ForwardOutcome } from './forwarder.js';
import type { ProxyTools } from './proxy-tools.js';
import { gatewayError, writeError, type GatewayError } from './openai-error.js';
import { readBody, type BodyBudget, type HeldBody } from './request-body.js';
import { requestedModel } from './requested-model.js';

/** What one request works with. */
export interface InferenceContext extends ProxyTools {
  readonly budget: BodyBudget;
  readonly path: string;
  readonly requestId: string;
  /** Name of the API key. */
  readonly key: string;
}

/** Seconds after which it makes sense to ask again. */
const retryAfterSeconds: Readonly<Record<Route['state'], number>> = { ready: 1, loading: 5, failed: 30, stopped: 60 };

/** One request to a model, from its body to its access log line. */
export class InferenceRequest {
  private readonly started = performance.now();
  private firstByteMs: number | undefined;
  private readonly known: { model?: string; deployment?: string; instance?: string; attempts?: number } = {};

  constructor(
    private readonly context: InferenceContext,
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
  ) {}

  /** Never rejects: whatever happens, the client gets an answer or a closed connection, and the log a line. */
  async run(): Promise<void> {
    try {
      this.record(await this.serve());
    } catch (error) {
      this.context.logger.error({ err: error, requestId: this.context.requestId }, 'a request failed unexpectedly');
      writeError(this.response, gatewayError('internal', 'the gateway met an error it did not expect'));
      this.record('failed');
    }
  }

  private async serve(): Promise<Ending> {
    const encoding = this.request.headers['content-encoding'] ?? 'identity';
    if (encoding !== 'identity') {
      return this.refuse(gatewayError('unsupported-media-type', `content-encoding ${encoding} is not accepted`));
    }
    const body = await readBody(this.request, this.context.budget);
    if (!body.ok) {
      return this.refuse(body.error);
    }
    return body.value ? this.serveBody(body.value).finally(() => body.value?.release()) : 'client-gone';
  }

  private async serveBody(body: HeldBody): Promise<Ending> {
    const model = await requestedModel(body.bytes, this.request.headers['content-type']);
    if (!model.ok) {
      return this.refuse(model.error);
    }
    this.known.model = model.value;
    const resolution = this.context.state.table.resolve(model.value);
    if (resolution.kind !== 'ready') {
      return this.refuse(refusalOf(model.value, resolution));
    }
    this.known.deployment = resolution.deployment;
    const done = countUnderWay(resolution.deployment);
    try {
      return this.settle(await this.forward(body, resolution));
    } finally {
      done();
    }
  }

  private forward(body: HeldBody, { targets }: Extract<Resolution, { kind: 'ready' }>): Promise<ForwardOutcome> {
    const { path, requestId, forwarder } = this.context;
    const { request, response } = this;
    const onFirstByte = () => void (this.firstByteMs = this.elapsed());
    return forwarder.forward({ request, response, path, body: body.bytes, targets, requestId, onFirstByte });
  }

  private settle({ outcome, target, attempts }: ForwardOutcome): Ending {
    this.known.instance = target?.id;
    this.known.deployment = target?.deployment ?? this.known.deployment;
    this.known.attempts = attempts;
    if (outcome.kind === 'no-answer' || outcome.kind === 'broken-off') {
      const { logger, requestId } = this.context;
      logger.warn({ err: outcome.error, instance: target?.id, requestId }, 'an engine did not answer to the end');
    }
    if (outcome.kind === 'no-answer') {
      const message = `no instance of "${this.known.model}" answered, after ${attempts} attempts`;
      writeError(this.response, gatewayError('upstream-failed', message, { retryAfterSeconds: 2 }));
    }
    return outcome.kind;
  }

  private refuse(error: GatewayError): Ending {
    writeError(this.response, error);
    return 'refused';
  }

  private record(ending: Ending): void {
    const { path, requestId, key, accessLog } = this.context;
    const timing = {
      milliseconds: this.elapsed(),
      ...(this.firstByteMs === undefined ? {} : { firstByteMs: this.firstByteMs }),
    };
    const record: AccessRecord = {
      ending,
      status: this.response.statusCode,
      path,
      requestId,
      key,
      ...this.known,
      ...timing,
    };
    recordAccess(accessLog, record);
  }

  private elapsed(): number {
    return Math.round(performance.now() - this.started);
  }
}

function refusalOf(model: string, resolution: Exclude<Resolution, { kind: 'ready' }>): GatewayError {
  if (resolution.kind === 'unknown') {
    const near = resolution.close.length > 0 ? `; close to it: ${resolution.close.join(', ')}` : '';
    const more = { close_names: resolution.close, hint: 'GET /v1/models lists the models that are ready.' };
    return gatewayError('model-not-found', `no deployment serves the model "${model}"${near}`, {
      param: 'model',
      more,
    });
  }
  const { state, reason, deployment } = resolution;
  return gatewayError('instance-not-ready', `the model "${model}" is not ready (${state}): ${reason}`, {
    retryAfterSeconds: retryAfterSeconds[state],
    more: { state, reason, deployment },
  });
}
