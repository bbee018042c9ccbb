import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { recordAccess } from './access-record.js';
import { InferenceRequest } from './inference-request.js';
import { modelAnswer } from './model-answers.js';
import { gatewayError, isGatewayError, writeError, type GatewayError } from './openai-error.js';
import type { ProxyTools } from './proxy-tools.js';
import { BodyBudget } from './request-body.js';

/** Paths that go to an engine as they are; the model's name in the body, JSON or a form, says to which. */
const inferencePaths = new Set([
  '/v1/chat/completions',
  '/v1/completions',
  '/v1/embeddings',
  '/v1/rerank',
  '/v1/images/generations',
  '/v1/images/edits',
  '/v1/images/variations',
  '/v1/audio/speech',
  '/v1/audio/transcriptions',
  '/v1/audio/translations',
]);
const operationalPaths = new Set(['/healthz', '/readyz', '/metrics']);
const requestIdPattern = /^[\w.:/-]{1,128}$/;

/** A request before it is known where it goes. */
interface Arrival {
  readonly path: string;
  readonly requestId: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** The data plane: everything on the gateway's port but the operational paths. A plain Node handler, for speed. */
export class InferenceProxy {
  private readonly budget = new BodyBudget();

  constructor(private readonly tools: ProxyTools) {}

  readonly handle = (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    const [path = ''] = (request.url ?? '').split('?');
    if (operationalPaths.has(path)) {
      next();
      return;
    }
    const requestId = requestIdOf(request);
    response.setHeader('X-Request-Id', requestId);
    this.serve({ path, requestId, request, response });
  };

  private serve(arrival: Arrival): void {
    const { path, requestId, request, response } = arrival;
    const key = this.tools.state.access.find(request.headers.authorization);
    if (!key) {
      const message = 'a valid API key is required: Authorization: Bearer <token>';
      this.refuse(arrival, gatewayError('unauthenticated', message));
      return;
    }
    if (request.method === 'POST' && inferencePaths.has(path)) {
      const context = { ...this.tools, budget: this.budget, path, requestId, key: key.name };
      void new InferenceRequest(context, request, response).run();
      return;
    }
    const answer = modelAnswer(path, this.tools.state.table);
    const takes = inferencePaths.has(path) ? 'POST' : answer && 'GET';
    if (takes !== undefined && takes !== request.method) {
      const message = `${path} does not take ${request.method}, only ${takes}`;
      response.setHeader('Allow', takes);
      this.refuse(arrival, gatewayError('method-not-allowed', message));
    } else if (answer === undefined) {
      const message = `${request.method} ${path} is not an address of the gateway`;
      this.refuse(arrival, gatewayError('not-found', message));
    } else if (isGatewayError(answer)) {
      this.refuse(arrival, answer);
    } else {
      writeJson(response, answer);
    }
  }

  private refuse({ path, requestId, response }: Arrival, error: GatewayError): void {
    writeError(response, error);
    recordAccess(this.tools.accessLog, { ending: 'refused', status: error.status, path, requestId, milliseconds: 0 });
  }
}

function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && requestIdPattern.test(given) ? given : randomUUID();
}

function writeJson(response: ServerResponse, value: object): void {
  const body = JSON.stringify(value);
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }).end(body);
}
