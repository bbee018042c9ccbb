import { Injectable } from '@nestjs/common';
import { err, ok, type catalog, type DefinitionDiff, type Problem, type Result } from '@enginehouse/contracts';
import type { z } from 'zod';
import { BackendRepository } from '../../application/backend-repository.js';
import { differenceOf } from '../../application/difference.js';
import { nameOf } from '../../domain/backend.js';
import { refusals } from '../../domain/refusals.js';

type Input = z.output<typeof catalog.diffBackend.input>;

/** What differs between two revisions of a backend, also of a deleted one. */
@Injectable()
export class DiffBackendQuery {
  constructor(private readonly backends: BackendRepository) {}

  async execute({ name, from, to }: Input): Promise<Result<DefinitionDiff, Problem>> {
    const loaded = await this.backends.load(name);
    if (loaded.version === 0) return err(refusals.backendNotFound(name));
    const after = to === undefined ? ok(loaded) : await this.backends.asOf(loaded, to);
    if (!after.ok) return after;
    const before = await this.backends.asOf(loaded, from ?? after.value.revision - 1);
    if (!before.ok) return before;
    const changes = differenceOf(before.value.state, after.value.state).map((change) => ({
      ...change,
      path: [...change.path],
    }));
    return ok({ name: nameOf(loaded.state) ?? name, from: before.value.revision, to: after.value.revision, changes });
  }
}
