import { Injectable } from '@nestjs/common';
import type { YamlImportMode } from '@enginehouse/backend-spec';
import { err, ok, type Problem, type RequestHeader, type Result } from '@enginehouse/contracts';
import { BackendRepository } from '../../application/backend-repository.js';
import {
  inYamlTerms,
  likelyMode,
  readDefinition,
  type DefinitionInput,
  type ReadDefinition,
} from '../../application/definition-input.js';
import { ImageLocks, type Lockable } from '../../application/image-locks.js';
import { isUpstream } from '../../application/is-upstream.js';
import { applyBackend } from '../../domain/apply.decisions.js';
import type { Backend } from '../../domain/backend.js';
import type { Decision } from '../../domain/backend.decisions.js';
import { imagePath } from '../../domain/image-locks.js';

export interface ApplyInput extends DefinitionInput {
  /** The set of documents that a backend which this makes belongs to. */
  readonly applySet?: string | undefined;
  /** Images are to be stored by their digests. */
  readonly lock?: boolean | undefined;
  /** The marketplace applies it, for whoever asked for that. */
  readonly upstream?: boolean | undefined;
}

/** What applying a document means. Who applies and who plans both get it here, so that they never disagree. */
export interface ApplyCommand extends Lockable {
  /** The decision on what was read, locked where that was asked for. */
  readonly decide: (state: Backend) => Decision;
  /** A refusal in the terms of the document. */
  readonly told: (problem: Problem) => Problem;
}

/** Reads documents as commands. */
@Injectable()
export class ApplyCommands {
  constructor(
    private readonly repository: BackendRepository,
    private readonly locks: ImageLocks,
  ) {}

  async from(input: ApplyInput, header: RequestHeader): Promise<Result<ApplyCommand, Problem>> {
    const read = await this.read(input);
    if (!read.ok) return read;
    const { definition, keep } = read.value;
    const { applySet, yaml, lock, upstream = isUpstream(header) } = input;
    const lockable: Lockable = {
      name: definition.backend_name,
      versions: definition.versions,
      pathOf: imagePath,
      decideOn: (versions) => (state) => {
        const wanted = { ...definition, versions: [...versions] };
        return applyBackend(state, { definition: wanted, keep, applySet, upstream });
      },
    };
    const told = (problem: Problem) => (yaml === undefined ? problem : inYamlTerms(problem, definition));
    const versions = lock ? await this.locks.locked(lockable, header) : ok(lockable.versions);
    if (!versions.ok) return err(told(versions.error));
    return ok({ ...lockable, decide: lockable.decideOn(versions.value), told });
  }

  /** Which rules a document follows depends on the backend that it is for, and that is written in the document. */
  private async read(input: ApplyInput): Promise<Result<ReadDefinition, Problem>> {
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
