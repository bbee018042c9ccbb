import { Inject, Injectable } from '@nestjs/common';
import { err, ok, type BackendView, type catalog, type Problem, type Result } from '@enginehouse/contracts';
import type { z } from 'zod';
import { BackendRepository } from '../../application/backend-repository.js';
import { asOfTime, type LoadedBackend } from '../../application/loaded-backend.js';
import { logTime } from '../../application/log-time.js';
import { nearName } from '../../domain/near-name.js';
import { refusals } from '../../domain/refusals.js';
import { BACKEND_VIEWS, type BackendViews } from '../../ports.js';
import { projectBackend, type BackendRow } from '../../read-model/backend-row.js';
import { viewOf } from '../../read-model/views.js';

type Input = z.output<typeof catalog.getBackend.input>;

/** A backend as it is, or as it was at a revision or a time. */
@Injectable()
export class GetBackendQuery {
  constructor(
    @Inject(BACKEND_VIEWS) private readonly views: BackendViews,
    private readonly backends: BackendRepository,
  ) {}

  async execute({ name, revision, at }: Input): Promise<Result<BackendView, Problem>> {
    if (revision !== undefined && at !== undefined) return err(refusals.revisionAndTime());
    if (revision !== undefined) return this.atRevision(name, revision);
    if (at !== undefined) return this.atTime(name, logTime(at));
    const view = await this.views.get(name);
    return view ? ok(view) : this.notFound(name);
  }

  private async atRevision(name: string, revision: number): Promise<Result<BackendView, Problem>> {
    const loaded = await this.backends.load(name);
    if (loaded.version === 0) return this.notFound(name);
    const past = await this.backends.asOf(loaded, revision);
    return past.ok ? shown(name, loaded, past.value, `at revision ${revision}`) : past;
  }

  private async atTime(name: string, at: string): Promise<Result<BackendView, Problem>> {
    const loaded = await this.backends.load(name);
    if (loaded.version === 0) return this.notFound(name);
    return shown(name, loaded, asOfTime(loaded, at), `at ${at}`);
  }

  private async notFound(name: string): Promise<Result<never, Problem>> {
    return err(refusals.backendNotFound(name, nearName(name, await this.views.names())));
  }
}

/** The same fold as the read model's, over the events up to then. */
function shown(name: string, loaded: LoadedBackend, past: LoadedBackend, when: string): Result<BackendView, Problem> {
  const row = past.events.reduce<BackendRow | undefined>(projectBackend, undefined);
  return row ? ok(viewOf(row)) : err(refusals.backendNotThen(name, when, whyNot(loaded, past)));
}

function whyNot({ events: [first] }: LoadedBackend, past: LoadedBackend): string {
  const deleted = past.events.findLast((event) => event.type === 'BackendDeleted');
  if (deleted) return `it was deleted at revision ${deleted.position}, ${deleted.recordedAt}`;
  return `it was first registered at revision ${first?.position}, ${first?.recordedAt}`;
}
