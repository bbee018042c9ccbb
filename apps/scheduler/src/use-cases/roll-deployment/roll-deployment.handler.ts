import { Inject, Injectable } from '@nestjs/common';
import type { Problem, RequestHeader, Result, RollWish } from '@enginehouse/contracts';
import { CommandRunner, type Command, type Done } from '../../application/command-runner.js';
import { untilReadLateEnough, type Attempt } from '../../application/until-read-late-enough.js';
import { readBeforeRemoval } from '../../domain/begin-use.js';
import { deploymentStream, type Logged } from '../../domain/events.js';
import { startRoll } from '../../domain/roll/roll.decisions.js';
import { SETTINGS } from '../../ports.js';
import type { SchedulerSettings } from '../../settings.js';
import { ReadRoll } from './read-roll.js';

interface Input {
  readonly name: string;
  readonly wish: RollWish;
  readonly expectedRevision?: number | undefined;
}

/** `RollDeployment`: reads what it is rolled to and starts that, exactly as a plan of this moment says. */
@Injectable()
export class RollDeploymentHandler {
  constructor(
    private readonly commands: CommandRunner,
    private readonly reading: ReadRoll,
    @Inject(SETTINGS) private readonly settings: Pick<SchedulerSettings, 'grants'>,
  ) {}

  async execute(input: Input, header: RequestHeader): Promise<Result<Done, Problem>> {
    const repeats = (event: Logged) => isStartOf(event, input);
    const answered = this.commands.answered(header, { repeats });
    return answered ?? untilReadLateEnough(() => this.attempt(input, header, repeats));
  }

  private async attempt(input: Input, header: RequestHeader, repeats: Command['repeats']): Promise<Attempt<Done>> {
    const read = await this.reading.read(input.name, input.wish, header);
    if (!read.ok) {
      return { done: read, readTooEarly: false };
    }
    const { grants } = this.settings;
    let readTooEarly = false;
    const done = await this.commands.run(header, {
      decide: (state) => {
        readTooEarly = readBeforeRemoval(state, read.value.current);
        return startRoll(state, { ...input, ...read.value, grants });
      },
      repeats,
      revision: (state) => state.deployment(input.name)?.revision ?? 0,
    });
    return { done, readTooEarly: readTooEarly && !done.ok && done.error.code === 'backend-being-removed' };
  }
}

/** Whether an event is what this command would have written, as far as its wish can be told from it. */
function isStartOf({ streamId, ...event }: Logged, { name, wish }: Input): boolean {
  if (event.type !== 'DeploymentRollStarted' || streamId !== deploymentStream(name)) {
    return false;
  }
  const { data } = event;
  const sameMode = wish.mode === undefined || data.mode === 'none' || data.mode === wish.mode;
  return sameMode && data.version === wish.version && (wish.to === undefined || data.pin.revision <= wish.to);
}
