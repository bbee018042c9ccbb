import { Injectable } from '@nestjs/common';
import type { catalog, RequestHeader } from '@enginehouse/contracts';
import type { z } from 'zod';
import { BackendCommands } from '../../application/backend-commands.js';
import { done } from '../../application/done.js';
import type { Backend } from '../../domain/backend.js';
import { editVersion } from '../../domain/backend.decisions.js';

type Input = z.output<typeof catalog.editVersion.input>;

@Injectable()
export class EditVersionHandler {
  constructor(private readonly backends: BackendCommands) {}

  async execute(input: Input, header: RequestHeader) {
    const { name, expectedRevision } = input;
    const decide = (state: Backend) => editVersion(state, input);
    return done(await this.backends.run({ name, expectedRevision, decide }, header));
  }
}
