import { Injectable } from '@nestjs/common';
import type { BackendVersion, Problem, RequestHeader, Result } from '@enginehouse/contracts';
import { BackendCommands, type BackendCommand, type CommandResult } from './backend-commands.js';
import { ImageLocks, type Lockable } from './image-locks.js';

/** A command that locks its images where `lock` is true. */
export interface LockableCommand extends Lockable, Pick<BackendCommand, 'expectedRevision'> {
  readonly lock: boolean | undefined;
}

/** Runs commands on backends whose images are locked first, where that is wished. */
@Injectable()
export class LockableCommands {
  constructor(
    private readonly commands: BackendCommands,
    private readonly locks: ImageLocks,
  ) {}

  async run(command: LockableCommand, header: RequestHeader): Promise<Result<CommandResult, Problem>> {
    if (!command.lock) return await this.runOn(command.versions, command, header);
    const locked = await this.locks.locked(command, header);
    if (!locked.ok) return locked;
    const result = await this.runOn(locked.value, command, header);
    if (result.ok || result.error.code !== 'idempotency-key-reused') return result;
    // The same command may have been done in the meantime, when the tag meant something else.
    const meanwhile = await this.locks.lockedBefore(command, header);
    return meanwhile ? await this.runOn(meanwhile, command, header) : result;
  }

  private runOn(versions: readonly BackendVersion[], command: LockableCommand, header: RequestHeader) {
    const { name, expectedRevision, decideOn } = command;
    return this.commands.run({ name, expectedRevision, decide: decideOn(versions) }, header);
  }
}
