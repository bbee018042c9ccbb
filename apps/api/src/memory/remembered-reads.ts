import { Inject, Injectable } from '@nestjs/common';
import { includesRole } from '../access/identity.js';
import { Authentication } from '../http/authentication.js';
import type { EdgeRequest, EdgeResponse } from '../http/call.js';
import { RequestRecords } from '../http/request-records.js';
import { writeProblem, writeWritten } from '../http/write-answer.js';
import { CatalogAnswers } from './catalog-answers.js';
import { rememberedReads } from './memory-metrics.js';
import { rememberedQuestion, type RememberedQuestion } from './remembered-question.js';

type Next = (error?: unknown) => void;

/** Answers what is asked most before any route is looked for; who asks is checked as always. */
@Injectable()
export class RememberedReads {
  constructor(
    @Inject(CatalogAnswers) private readonly answers: CatalogAnswers,
    @Inject(Authentication) private readonly authentication: Authentication,
    @Inject(RequestRecords) private readonly records: RequestRecords,
  ) {}

  handle(request: EdgeRequest, response: EdgeResponse, next: Next): void {
    const question = rememberedQuestion(request);
    if (!question) {
      next();
    } else if (this.answers.has(question.key)) {
      void this.serveOr(next, question, request, response);
    } else {
      this.remember(question, request, response);
      next();
    }
  }

  private async serveOr(next: Next, ...served: Parameters<RememberedReads['serve']>): Promise<void> {
    try {
      if (!(await this.serve(...served))) next();
    } catch (error) {
      next(error);
    }
  }

  /** False where the route has to answer. */
  private async serve(question: RememberedQuestion, request: EdgeRequest, response: EdgeResponse): Promise<boolean> {
    const started = performance.now();
    const { route, key } = question;
    const caller = this.authentication.identify(request, response);
    if (!caller.ok) {
      writeProblem(response, caller.error, request.correlationId);
      return true;
    }
    if (route.access !== 'public' && !includesRole(caller.value.identity.role, route.access)) return false;
    const answer = await this.answers.current(key);
    if (!answer) {
      this.remember(question, request, response);
      return false;
    }
    rememberedReads.inc({ answered: 'remembered' });
    request.caller = caller.value;
    this.records.begin(route, request, response, started);
    writeWritten(response, route, route.answer.status, answer);
    return true;
  }

  private remember(question: RememberedQuestion, request: EdgeRequest, response: EdgeResponse): void {
    rememberedReads.inc({ answered: 'asked' });
    const asking = this.answers.begin(question);
    if (!asking) return;
    request.remember = (answer) => this.answers.keep(asking, answer);
    response.once('close', () => this.answers.end(asking));
  }
}
