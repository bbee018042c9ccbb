import { Injectable } from '@nestjs/common';
import type { YamlImportMode } from '@enginehouse/backend-spec';
import { err, ok, type catalog, type Problem, type RequestHeader, type Result } from '@enginehouse/contracts';
import type { z } from 'zod';
import { BackendCommands } from '../../application/backend-commands.js';
import { BackendRepository } from '../../application/backend-repository.js';
import { inYamlTerms, likelyMode, readDefinition, type ReadDefinition } from '../../application/definition-input.js';
import { isUpstream } from '../../application/is-upstream.js';
import { applyBackend } from '../../domain/apply.decisions.js';
import type { Backend } from '../../domain/backend.js';

type Input = z.output<typeof catalog.applyBackend.input>;
type Output = z.output<typeof catalog.applyBackend.output>;

/** Registers a backend, or edits what differs from the definition, in one append. */
@Injectable()
export class ApplyBackendHandler {
  constructor(
    private readonly backends: BackendCommands,
    private readonly repository: BackendRepository,
  ) {}

  async execute(input: Input, header: RequestHeader): Promise<Result<Output, Problem>> {
    const read = await this.read(input);
    if (!read.ok) return read;
    const { definition, keep } = read.value;
    const name = definition.backend_name;
    const decide = (state: Backend) => applyBackend(state, { definition, keep, upstream: isUpstream(header) });
    const result = await this.backends.run({ name, expectedRevision: input.expectedRevision, decide }, header);
    if (!result.ok) return err(input.yaml === undefined ? result.error : inYamlTerms(result.error, definition));
    const { revision, events } = result.value;
    const created = events.some((event) => event.type === 'BackendRegistered');
    return ok({ name, revision, created, changed: events.length > 0 });
  }

  /** Which rules a document follows depends on the backend that it is for, and that is written in the document. */
  private async read(input: Input): Promise<Result<ReadDefinition, Problem>> {
    const likely = input.yaml === undefined ? 'create' : likelyMode(input.yaml);
    const read = readDefinition(input, likely);
    if (!read.ok || input.yaml === undefined) return read;
    const { state } = await this.repository.load(read.value.definition.backend_name);
    const mode = modeOf(state);
    return mode === likely ? read : readDefinition(input, mode);
  }
}

function modeOf(state: Backend): YamlImportMode {
  if (state.status !== 'live') return 'create';
  return state.source === 'custom' ? 'create' : state.source;
}
