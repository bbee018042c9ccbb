import { Injectable } from '@nestjs/common';
import type { catalog, RequestHeader } from '@enginehouse/contracts';
import type { z } from 'zod';
import { BackendCommands } from '../../application/backend-commands.js';
import { done } from '../../application/done.js';
import { isUpstream } from '../../application/is-upstream.js';
import type { Backend } from '../../domain/backend.js';
import { addVersion } from '../../domain/backend.decisions.js';

type Input = z.output<typeof catalog.addVersion.input>;

@Injectable()
export class AddVersionHandler {
  constructor(private readonly backends: BackendCommands) {}

  async execute(input: Input, header: RequestHeader) {
    const { name, expectedRevision } = input;
    const decide = (state: Backend) => addVersion(state, { ...input, upstream: isUpstream(header) });
    return done(await this.backends.run({ name, expectedRevision, decide }, header));
  }
}
