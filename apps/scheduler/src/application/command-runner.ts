import { Injectable } from '@nestjs/common';
import { err, ok, type Problem, type RequestHeader, type Result } from '@enginehouse/contracts';
import { eventIdOf } from '@enginehouse/service-kit';
import type { Logged } from '../domain/events.js';
import type { SchedulerState } from '../domain/scheduler-state.js';
import { reusedKey } from './append-problem.js';
import { causedBy } from './cause.js';
import { DecisionLog, type Decide } from './decision-log.js';

/** A person's command, as it is decided and as a repetition of it is recognised. */
export interface Command {
  readonly decide: Decide;
  /** Whether an event that was written under this command's key is what the command would have written. */
  readonly repeats: (event: Logged) => boolean;
  /** The revision to answer where everything is as wished already. */
  readonly revision: (state: SchedulerState) => number;
}

/** The answer to every command. */
export interface Done {
  readonly revision: number;
  readonly changed: boolean;
}

/** Runs commands: once by idempotency key, whatever the state has become since. */
@Injectable()
export class CommandRunner {
  constructor(private readonly log: DecisionLog) {}

  /** The answer to a command that was done before under the same key; undefined where it is new. */
  answered(header: RequestHeader, command: Pick<Command, 'repeats'>): Result<Done, Problem> | undefined {
    const event = this.log.state.commandedEvent(eventIdOf(header.idempotencyKey, 0));
    if (!event) {
      return undefined;
    }
    return command.repeats(event) ? ok({ revision: event.position, changed: true }) : err(reusedKey());
  }

  async run(header: RequestHeader, command: Command): Promise<Result<Done, Problem>> {
    let repeated: Result<Done, Problem> | undefined;
    const written = await this.log.run(causedBy(header), (state) => {
      // Decided in turn: a repetition may have been waiting right behind the first.
      repeated = this.answered(header, command);
      return repeated ? ok([]) : command.decide(state);
    });
    if (repeated) {
      return repeated;
    }
    if (!written.ok) {
      return written;
    }
    const [first] = written.value;
    return ok({ revision: first?.position ?? command.revision(this.log.state), changed: first !== undefined });
  }
}
