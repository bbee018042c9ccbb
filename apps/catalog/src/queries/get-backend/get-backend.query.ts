import { Inject, Injectable } from '@nestjs/common';
import { err, ok, type BackendView, type catalog, type Problem, type Result } from '@enginehouse/contracts';
import type { z } from 'zod';
import { BackendRepository } from '../../application/backend-repository.js';
import { asOf } from '../../application/loaded-backend.js';
import { refusals } from '../../domain/refusals.js';
import { BACKEND_VIEWS, type BackendViews } from '../../ports.js';
import { projectBackend, type BackendRow } from '../../read-model/backend-row.js';
import { viewOf } from '../../read-model/views.js';

type Input = z.output<typeof catalog.getBackend.input>;

/** A backend as it is, or as it was at a revision. */
@Injectable()
export class GetBackendQuery {
  constructor(
    @Inject(BACKEND_VIEWS) private readonly views: BackendViews,
    private readonly backends: BackendRepository,
  ) {}

  async execute({ name, revision }: Input): Promise<Result<BackendView, Problem>> {
    const view = revision === undefined ? await this.views.get(name) : await this.at(name, revision);
    return view ? ok(view) : err(refusals.backendNotFound(name));
  }

  /** The same fold as the read model's, over the events up to then. */
  private async at(name: string, revision: number): Promise<BackendView | undefined> {
    const { events } = asOf(await this.backends.load(name), revision);
    const row = events.reduce<BackendRow | undefined>(projectBackend, undefined);
    return row && viewOf(row);
  }
}
