import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { problemOf, ProblemError, type Problem } from '@enginehouse/contracts';
import { LOGGER, type Logger } from '@enginehouse/service-kit';
import { allowedMethods } from './allowed-methods.js';
import type { EdgeRequest, EdgeResponse } from './call.js';
import { writeProblem } from './write-answer.js';

/** Answers everything that was thrown as problem details; what nobody expected is logged and told as `internal`. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<EdgeRequest>();
    const response = host.switchToHttp().getResponse<EdgeResponse>();
    const report = operationalReport(thrown);
    if (report) {
      response.writeHead(report.status, { 'Content-Type': 'application/json' }).end(JSON.stringify(report.body));
      return;
    }
    const problem = this.problemOf(thrown, request);
    if (problem.code === 'method-not-allowed') {
      response.setHeader('Allow', allowedMethods(request.path).join(', '));
    }
    writeProblem(response, problem, request.correlationId);
  }

  private problemOf(thrown: unknown, request: EdgeRequest): Problem {
    if (thrown instanceof ProblemError) {
      return thrown.problem;
    }
    if (thrown instanceof HttpException && thrown.getStatus() < 500) {
      return httpProblem(thrown.getStatus(), request);
    }
    this.logger.error({ err: thrown, method: request.method, path: request.path }, 'a request failed unexpectedly');
    return problemOf('internal', 'the service met an error it did not expect', {
      hint: 'The log of the api service has it under the correlation id.',
    });
  }
}

/** The report of `/readyz` is the answer itself. */
function operationalReport(thrown: unknown): { readonly status: number; readonly body: object } | undefined {
  const body = thrown instanceof HttpException ? thrown.getResponse() : undefined;
  return thrown instanceof HttpException && typeof body === 'object' && 'ready' in body
    ? { status: thrown.getStatus(), body }
    : undefined;
}

function httpProblem(status: number, request: EdgeRequest): Problem {
  const allowed = status === 404 ? allowedMethods(request.path) : [];
  if (allowed.length > 0) {
    return problemOf('method-not-allowed', `${request.path} does not take ${request.method}`, {
      hint: `It takes ${allowed.join(', ')}.`,
    });
  }
  if (status === 404) {
    return problemOf('not-found', `${request.method} ${request.path} is not an address of this API`, {
      hint: '/v1/openapi.json lists every address.',
    });
  }
  return status === 401
    ? problemOf('unauthenticated', 'a token is required here')
    : problemOf('malformed-body', 'the request cannot be read');
}
