import { Inject, Injectable } from '@nestjs/common';
import { err, ok, type BackendView, type catalog, type Problem, type Result } from '@enginehouse/contracts';
import type { EventStore } from '@enginehouse/event-store';
import type { z } from 'zod';
import { BackendRepository } from '../../application/backend-repository.js';
import { asOf } from '../../application/loaded-backend.js';
import { refusals } from '../../domain/refusals.js';
import { BACKEND_VIEWS, EVENT_STORE, type BackendViews } from '../../ports.js';
import { projectBackend, type BackendRow } from '../../read-model/backend-row.js';
import { viewOf } from '../../read-model/views.js';

type Input = z.output<typeof catalog.getBackend.input>;

/** A backend as it is, or as it was at a revision. */
@Injectable()
export class GetBackendQuery {
  constructor(
    @Inject(BACKEND_VIEWS) private readonly views: BackendViews,
    private readonly backends: BackendRepository,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  async execute({ name, revision }: Input): Promise<Result<BackendView, Problem>> {
    if (revision !== undefined) return this.at(name, revision);
    const view = await this.views.get(name);
    return view ? ok(view) : err(refusals.backendNotFound(name));
  }

  /** The same fold as the read model's, over the events up to then. */
  private async at(name: string, revision: number): Promise<Result<BackendView, Problem>> {
    const loaded = await this.backends.load(name);
    const [first] = loaded.events;
    if (!first) return err(refusals.backendNotFound(name));
    const { position: head } = await this.store.head();
    if (revision > head) return err(refusals.revisionAhead(revision, head));
    const { events } = asOf(loaded, revision);
    const row = events.reduce<BackendRow | undefined>(projectBackend, undefined);
    return row ? ok(viewOf(row)) : err(refusals.backendNotThen(name, revision, first.position));
  }
}
