import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger } from '@enginehouse/service-kit';
import type { Route } from '@enginehouse/contracts/http';
import type { EdgeRequest, EdgeResponse } from './call.js';
import { OpenAnswers, type OpenAnswer } from './open-answers.js';
import { requestSeconds } from './request-metrics.js';

/** Keeps track of every request to a route: while it is answered, and in metrics and log once it was. */
@Injectable()
export class RequestRecords {
  constructor(
    @Inject(OpenAnswers) private readonly open: OpenAnswers,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** `started` as `performance.now()` told it. */
  begin(route: Route, request: EdgeRequest, response: EdgeResponse, started = performance.now()): OpenAnswer {
    const open = this.open.enter(response);
    response.once('close', () => this.record(route, request, response, started));
    return open;
  }

  private record(route: Route, request: EdgeRequest, response: EdgeResponse, started: number): void {
    const milliseconds = Math.round(performance.now() - started);
    const status = response.statusCode;
    const finished = response.writableFinished;
    const actor = request.caller?.identity.name;
    requestSeconds.observe({ operation: route.operation, status: String(status) }, milliseconds / 1000);
    this.logger.info({ operation: route.operation, status, milliseconds, finished, actor }, 'request');
  }
}
