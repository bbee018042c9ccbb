import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { marketplace } from '@enginehouse/contracts';
import { BusContext, Handles } from '@enginehouse/messaging';
import type { z } from 'zod';
import { SourceViewsQuery } from '../queries/source-views/source-views.query.js';
import { SyncRunsQuery } from '../queries/sync-runs/sync-runs.query.js';
import { AddSourceHandler } from '../use-cases/add-source/add-source.handler.js';
import { ChangeSourceHandler } from '../use-cases/change-source/change-source.handler.js';
import { RemoveSourceHandler } from '../use-cases/remove-source/remove-source.handler.js';
import { SyncSourceHandler } from '../use-cases/sync-source/sync-source.handler.js';
import { TrustKeyHandler } from '../use-cases/trust-key/trust-key.handler.js';

type Input<C extends keyof typeof marketplace> = z.output<(typeof marketplace)[C]['input']>;

/** What can be asked of sources and their syncs. */
@Controller()
export class SourcesController {
  constructor(
    private readonly addHandler: AddSourceHandler,
    private readonly changeHandler: ChangeSourceHandler,
    private readonly removeHandler: RemoveSourceHandler,
    private readonly trustHandler: TrustKeyHandler,
    private readonly syncHandler: SyncSourceHandler,
    private readonly views: SourceViewsQuery,
    private readonly runs: SyncRunsQuery,
  ) {}

  @Handles(marketplace.addSource)
  add(@Payload() input: Input<'addSource'>, @Ctx() context: BusContext) {
    return this.addHandler.execute(input, context.header);
  }

  @Handles(marketplace.changeSource)
  change(@Payload() input: Input<'changeSource'>, @Ctx() context: BusContext) {
    return this.changeHandler.execute(input, context.header);
  }

  @Handles(marketplace.removeSource)
  remove(@Payload() input: Input<'removeSource'>, @Ctx() context: BusContext) {
    return this.removeHandler.execute(input, context.header);
  }

  @Handles(marketplace.trustKey)
  trust(@Payload() input: Input<'trustKey'>, @Ctx() context: BusContext) {
    return this.trustHandler.execute(input, context.header);
  }

  @Handles(marketplace.syncSource)
  sync(@Payload() input: Input<'syncSource'>, @Ctx() context: BusContext) {
    return this.syncHandler.execute(input, context.header);
  }

  @Handles(marketplace.listSources)
  list() {
    return this.views.list();
  }

  @Handles(marketplace.getSource)
  get(@Payload() { name }: Input<'getSource'>) {
    return this.views.get(name);
  }

  @Handles(marketplace.listRuns)
  listRuns(@Payload() input: Input<'listRuns'>) {
    return this.runs.list(input);
  }

  @Handles(marketplace.getRun)
  getRun(@Payload() { id }: Input<'getRun'>) {
    return this.runs.get(id);
  }
}
