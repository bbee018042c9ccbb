import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { catalog } from '@enginehouse/contracts';
import { BusContext, Handles } from '@enginehouse/messaging';
import type { z } from 'zod';
import { ListBackendsQuery } from '../queries/list-backends/list-backends.query.js';
import { GetBackendQuery } from '../queries/get-backend/get-backend.query.js';
import { ExportBackendQuery } from '../queries/export-backend/export-backend.query.js';
import { FeedQuery } from '../queries/feed/feed.query.js';
import { PlanApplyQuery } from '../queries/plan-apply/plan-apply.query.js';
import { VerifyLogQuery } from '../queries/verify-log/verify-log.query.js';

type Input<C extends keyof typeof catalog> = z.output<(typeof catalog)[C]['input']>;

/** What can be asked about the present, and the log as it is. */
@Controller()
export class QueriesController {
  constructor(
    private readonly listBackendsQuery: ListBackendsQuery,
    private readonly getBackendQuery: GetBackendQuery,
    private readonly exportBackendQuery: ExportBackendQuery,
    private readonly planApplyQuery: PlanApplyQuery,
    private readonly feedQuery: FeedQuery,
    private readonly verifyLogQuery: VerifyLogQuery,
  ) {}

  @Handles(catalog.listBackends)
  listBackends(@Payload() input: Input<'listBackends'>) {
    return this.listBackendsQuery.execute(input);
  }

  @Handles(catalog.getBackend)
  getBackend(@Payload() input: Input<'getBackend'>) {
    return this.getBackendQuery.execute(input);
  }

  @Handles(catalog.exportBackend)
  exportBackend(@Payload() input: Input<'exportBackend'>) {
    return this.exportBackendQuery.execute(input);
  }

  @Handles(catalog.planApply)
  planApply(@Payload() input: Input<'planApply'>, @Ctx() context: BusContext) {
    return this.planApplyQuery.execute(input, context.header);
  }

  @Handles(catalog.feed)
  feed(@Payload() input: Input<'feed'>) {
    return this.feedQuery.execute(input);
  }

  @Handles(catalog.verifyLog)
  verifyLog() {
    return this.verifyLogQuery.execute();
  }
}
