import { Injectable } from '@nestjs/common';
import type { catalog, RequestHeader } from '@enginehouse/contracts';
import type { z } from 'zod';
import { asSeeded } from '../../application/as-seeded.js';
import { BackendCommands } from '../../application/backend-commands.js';
import { BackendRepository } from '../../application/backend-repository.js';
import { done } from '../../application/done.js';
import type { Backend } from '../../domain/backend.js';
import { rollBack } from '../../domain/roll-back.decisions.js';

type Input = z.output<typeof catalog.rollBackBackend.input>;

/** Makes a backend what it was at a revision. The past never changes, so it is read before the command is decided. */
@Injectable()
export class RollBackBackendHandler {
  constructor(
    private readonly backends: BackendCommands,
    private readonly repository: BackendRepository,
  ) {}

  async execute({ name, toRevision, expectedRevision }: Input, header: RequestHeader) {
    const loaded = await this.repository.load(name);
    const then = await this.repository.asOf(loaded, toRevision);
    if (!then.ok) return then;
    const { revision, state } = then.value;
    const past = { revision, state, shipped: asSeeded(then.value) };
    const command = { name, toRevision, past, shipped: asSeeded(loaded) };
    const decide = (now: Backend) => rollBack(now, command);
    return done(await this.backends.run({ name, expectedRevision, decide, revives: true }, header));
  }
}
