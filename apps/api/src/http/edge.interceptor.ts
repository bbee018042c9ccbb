import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { defer, lastValueFrom, type Observable } from 'rxjs';
import type { Route } from '@enginehouse/contracts/http';
import type { EdgeRequest, EdgeResponse } from './call.js';
import { prepareCall } from './prepare-call.js';
import type { Answer } from './reply.js';
import { RequestRecords } from './request-records.js';
import { ROUTE } from './serves.js';
import { writeProblem, writeReply } from './write-answer.js';

/** Around every route: prepares the call before the controller and writes what it answered. */
@Injectable()
export class EdgeInterceptor implements NestInterceptor {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(RequestRecords) private readonly records: RequestRecords,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const route = this.reflector.get<Route | undefined>(ROUTE, context.getHandler());
    if (!route) {
      return next.handle();
    }
    const request = context.switchToHttp().getRequest<EdgeRequest>();
    const response = context.switchToHttp().getResponse<EdgeResponse>();
    return defer(() => this.serve(route, request, response, next));
  }

  private async serve(route: Route, request: EdgeRequest, response: EdgeResponse, next: CallHandler): Promise<void> {
    const open = this.records.begin(route, request, response);
    const call = await prepareCall(request, route, open);
    if (!call.ok) {
      writeProblem(response, call.error, request.correlationId);
      return;
    }
    request.call = call.value;
    const answer = (await lastValueFrom(next.handle())) as Answer;
    if (!answer.ok) {
      writeProblem(response, answer.error, request.correlationId);
      return;
    }
    await writeReply(response, route, answer.value);
  }
}
