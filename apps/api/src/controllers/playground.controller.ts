import { All, Controller, Inject, Req, Res } from '@nestjs/common';
import { problemOf } from '@enginehouse/contracts';
import { LOGGER, type Logger } from '@enginehouse/service-kit';
import { Guarded } from '../http/access.guard.js';
import type { EdgeRequest, EdgeResponse } from '../http/call.js';
import { OpenAnswers } from '../http/open-answers.js';
import { requestSeconds } from '../http/request-metrics.js';
import { writeProblem } from '../http/write-answer.js';
import { GatewayRelay } from '../playground/gateway-relay.js';

const operation = 'playground';
const prefix = '/openai';
/** No dots at the beginning of a segment, no encoding that could hide some. */
const gatewayPath = /^\/v1(\/[\w-][\w.:@-]*)+$/;

/** `/openai/v1/...` is `/v1/...` of the gateway, for pages of the console: these may talk to their own server only. */
@Controller()
export class PlaygroundController {
  constructor(
    @Inject(GatewayRelay) private readonly gateway: GatewayRelay,
    @Inject(OpenAnswers) private readonly open: OpenAnswers,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @All('openai/v1/*path')
  @Guarded({ operation, access: 'operator' })
  async relay(@Req() request: EdgeRequest, @Res() response: EdgeResponse): Promise<void> {
    const started = performance.now();
    response.once('close', () => this.record(request, response, started));
    const { signal } = this.open.enter(response);
    const path = request.path.slice(prefix.length);
    const token = request.caller?.token;
    if (token === undefined || !gatewayPath.test(path)) {
      const detail = `${request.path} is not an address of the gateway`;
      writeProblem(response, problemOf('not-found', detail), request.correlationId);
      return;
    }
    const relayed = await this.gateway.relay({ request, response, path, token, signal });
    if (!relayed.ok) {
      writeProblem(response, relayed.error, request.correlationId);
    }
  }

  private record(request: EdgeRequest, response: EdgeResponse, started: number): void {
    const milliseconds = Math.round(performance.now() - started);
    const { statusCode: status, writableFinished: finished } = response;
    requestSeconds.observe({ operation, status: String(status) }, milliseconds / 1000);
    const actor = request.caller?.identity.name;
    this.logger.info({ operation, path: request.path, status, milliseconds, finished, actor }, 'request');
  }
}
