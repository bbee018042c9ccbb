import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { BackendDefinition, RequestHeader } from '@enginehouse/contracts';
import { newHeader } from '@enginehouse/service-kit';
import { asSeeded, seeder } from '../../application/as-seeded.js';
import { BackendCommands } from '../../application/backend-commands.js';
import { BackendRepository } from '../../application/backend-repository.js';
import type { LoadedBackend } from '../../application/loaded-backend.js';
import type { Backend } from '../../domain/backend.js';
import { seedBuiltIn } from '../../domain/seed.decisions.js';

export interface SeedReport {
  readonly changed: readonly string[];
  readonly refused: readonly { readonly name: string; readonly detail: string }[];
}

/** Brings the built-in backends of this release into the log, and changes those of an earlier release by events. */
@Injectable()
export class SeedBuiltInsHandler {
  constructor(
    private readonly backends: BackendCommands,
    private readonly repository: BackendRepository,
  ) {}

  async execute(definitions: readonly BackendDefinition[]): Promise<SeedReport> {
    const changed: string[] = [];
    const refused: { name: string; detail: string }[] = [];
    for (const definition of definitions) {
      const name = definition.backend_name;
      const result = await this.seed(definition);
      if (!result.ok) refused.push({ name, detail: result.error.detail });
      else if (result.value.events.length > 0) changed.push(name);
    }
    return { changed, refused };
  }

  private async seed(definition: BackendDefinition) {
    const name = definition.backend_name;
    const loaded = await this.repository.load(name);
    const seeded = asSeeded(loaded);
    const decide = (state: Backend) => seedBuiltIn(state, { definition, seeded });
    return this.backends.run({ name, decide }, seedHeader(loaded, definition));
  }
}

/** Two processes that start at once make the same event ids on the same state, so only one of them writes. */
function seedHeader(loaded: LoadedBackend, definition: BackendDefinition): RequestHeader {
  const digest = createHash('sha256').update(JSON.stringify(definition)).digest('hex');
  return newHeader(seeder, {
    idempotencyKey: `built-in/${loaded.streamId}/${loaded.version}/${digest}`,
    reason: 'comes with this release of Enginehouse',
  });
}
