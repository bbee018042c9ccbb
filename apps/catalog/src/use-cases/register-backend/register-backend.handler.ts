import { Injectable } from '@nestjs/common';
import { err, type catalog, type RequestHeader } from '@enginehouse/contracts';
import type { z } from 'zod';
import { inYamlTerms, readDefinition } from '../../application/definition-input.js';
import { done } from '../../application/done.js';
import { LockableCommands, type LockableCommand } from '../../application/lockable-commands.js';
import { registerBackend } from '../../domain/apply.decisions.js';
import { imagePath } from '../../domain/image-locks.js';

type Input = z.output<typeof catalog.registerBackend.input>;

@Injectable()
export class RegisterBackendHandler {
  constructor(private readonly backends: LockableCommands) {}

  async execute(input: Input, header: RequestHeader) {
    const { source, lock } = input;
    const read = readDefinition(input, source === 'custom' ? 'create' : 'community');
    if (!read.ok) return read;
    const { definition } = read.value;
    const command: LockableCommand = {
      name: definition.backend_name,
      lock,
      versions: definition.versions,
      pathOf: imagePath,
      decideOn: (versions) => (state) =>
        registerBackend(state, { definition: { ...definition, versions: [...versions] }, source }),
    };
    const result = await this.backends.run(command, header);
    if (!result.ok && input.yaml !== undefined) return err(inYamlTerms(result.error, definition));
    return done(result);
  }
}
