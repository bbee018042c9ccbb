import { Injectable } from '@nestjs/common';
import { err, ok, type catalog, type Problem, type RequestHeader, type Result } from '@enginehouse/contracts';
import type { z } from 'zod';
import { BackendCommands } from '../../application/backend-commands.js';
import type { Backend } from '../../domain/backend.js';
import type { Decision } from '../../domain/backend.decisions.js';
import { refusals } from '../../domain/refusals.js';
import { ApplyCommands, type ApplyCommand } from './apply-commands.js';

type Input = z.output<typeof catalog.applyBackend.input>;
type Output = z.output<typeof catalog.applyBackend.output>;

/** Registers a backend, or edits what differs from the definition, in one append. */
@Injectable()
export class ApplyBackendHandler {
  constructor(
    private readonly backends: BackendCommands,
    private readonly commands: ApplyCommands,
  ) {}

  async execute(input: Input, header: RequestHeader): Promise<Result<Output, Problem>> {
    const command = await this.commands.from(input, header);
    if (!command.ok) return command;
    const { name, told } = command.value;
    const { expectedRevision } = input;
    const decide = unlessGone(command.value, expectedRevision);
    const result = await this.backends.run({ name, expectedRevision, decide }, header);
    if (!result.ok) return err(told(result.error));
    const { revision, events } = result.value;
    const created = events.some((event) => event.type === 'BackendRegistered');
    return ok({ name, revision, created, changed: events.length > 0 });
  }
}

/** Who changes a revision that was read does not mean to make anew what has been deleted since. */
const unlessGone =
  ({ name, decide }: ApplyCommand, expected: number | undefined) =>
  (state: Backend): Decision =>
    expected && state.status !== 'live' ? err(refusals.goneSince(name, expected)) : decide(state);
