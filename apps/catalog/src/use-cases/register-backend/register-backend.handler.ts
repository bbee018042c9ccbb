import { Injectable } from '@nestjs/common';
import { err, type catalog, type RequestHeader } from '@enginehouse/contracts';
import type { z } from 'zod';
import { BackendCommands } from '../../application/backend-commands.js';
import { inYamlTerms, readDefinition } from '../../application/definition-input.js';
import { done } from '../../application/done.js';
import { registerBackend } from '../../domain/apply.decisions.js';
import type { Backend } from '../../domain/backend.js';

type Input = z.output<typeof catalog.registerBackend.input>;

@Injectable()
export class RegisterBackendHandler {
  constructor(private readonly backends: BackendCommands) {}

  async execute(input: Input, header: RequestHeader) {
    const { source } = input;
    const read = readDefinition(input, source === 'custom' ? 'create' : 'community');
    if (!read.ok) return read;
    const { definition } = read.value;
    const decide = (state: Backend) => registerBackend(state, { definition, source });
    const result = await this.backends.run({ name: definition.backend_name, decide }, header);
    if (!result.ok && input.yaml !== undefined) return err(inYamlTerms(result.error, definition));
    return done(result);
  }
}
