import { Injectable } from '@nestjs/common';
import { err, ok, type catalog, type Problem, type RequestHeader, type Result } from '@enginehouse/contracts';
import type { z } from 'zod';
import { LockableCommands } from '../../application/lockable-commands.js';
import type { Backend } from '../../domain/backend.js';
import type { Decision } from '../../domain/backend.decisions.js';
import { refusals } from '../../domain/refusals.js';
import { ApplyCommands } from './apply-commands.js';

type Input = z.output<typeof catalog.applyBackend.input>;
type Output = z.output<typeof catalog.applyBackend.output>;

/** Registers a backend, or edits what differs from the definition, in one append. */
@Injectable()
export class ApplyBackendHandler {
  constructor(
    private readonly backends: LockableCommands,
    private readonly commands: ApplyCommands,
  ) {}

  async execute(input: Input, header: RequestHeader): Promise<Result<Output, Problem>> {
    const { lock, ...document } = input;
    const command = await this.commands.from(document, header);
    if (!command.ok) return command;
    const { name, versions, pathOf, told } = command.value;
    const { expectedRevision } = input;
    const decideOn = (wanted: typeof versions) => unlessGone(name, command.value.decideOn(wanted), expectedRevision);
    const lockable = { name, versions, pathOf, lock, expectedRevision, decideOn };
    const result = await this.backends.run(lockable, header);
    if (!result.ok) return err(told(result.error));
    const { revision, events } = result.value;
    const created = events.some((event) => event.type === 'BackendRegistered');
    return ok({ name, revision, created, changed: events.length > 0 });
  }
}

/** Who changes a revision that was read does not mean to make anew what has been deleted since. */
const unlessGone =
  (name: string, decide: (state: Backend) => Decision, expected: number | undefined) =>
  (state: Backend): Decision =>
    expected && state.status !== 'live' ? err(refusals.goneSince(name, expected)) : decide(state);
