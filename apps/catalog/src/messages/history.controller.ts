import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { catalog } from '@enginehouse/contracts';
import { BusContext, Handles } from '@enginehouse/messaging';
import type { z } from 'zod';
import { AuditQuery } from '../queries/audit/audit.query.js';
import { BackendHistoryQuery } from '../queries/backend-history/backend-history.query.js';
import { DiffBackendQuery } from '../queries/diff-backend/diff-backend.query.js';
import { RollBackBackendHandler } from '../use-cases/roll-back-backend/roll-back-backend.handler.js';

type Input<C extends keyof typeof catalog> = z.output<(typeof catalog)[C]['input']>;

/** What backends were, who changed them, and the way back. */
@Controller()
export class HistoryController {
  constructor(
    private readonly rollBack: RollBackBackendHandler,
    private readonly historyQuery: BackendHistoryQuery,
    private readonly diffQuery: DiffBackendQuery,
    private readonly auditQuery: AuditQuery,
  ) {}

  @Handles(catalog.rollBackBackend)
  rollBackBackend(@Payload() input: Input<'rollBackBackend'>, @Ctx() context: BusContext) {
    return this.rollBack.execute(input, context.header);
  }

  @Handles(catalog.backendHistory)
  backendHistory(@Payload() input: Input<'backendHistory'>) {
    return this.historyQuery.execute(input);
  }

  @Handles(catalog.diffBackend)
  diffBackend(@Payload() input: Input<'diffBackend'>) {
    return this.diffQuery.execute(input);
  }

  @Handles(catalog.audit)
  audit(@Payload() input: Input<'audit'>) {
    return this.auditQuery.execute(input);
  }
}
