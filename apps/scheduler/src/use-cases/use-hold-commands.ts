import { Injectable } from '@nestjs/common';
import { ok, type Problem, type RequestHeader, type Result } from '@enginehouse/contracts';
import { CommandRunner, type Command } from '../application/command-runner.js';
import { canonicalJson } from '../domain/canonical-json.js';
import { holdUse, releaseUse, type ReleaseUse } from '../domain/use-hold.decisions.js';
import type { UseHold } from '../domain/use-holds.js';

type Answer = Promise<Result<Record<string, never>, Problem>>;

/** What the catalog asks for around a removal. A hold's id is the key: asked twice, it is held and released once. */
@Injectable()
export class UseHoldCommands {
  constructor(private readonly commands: CommandRunner) {}

  hold(hold: UseHold, header: RequestHeader): Answer {
    return this.run(`hold/${hold.hold}`, header, {
      decide: (state) => holdUse(state, hold),
      repeats: (event) => event.type === 'UseHeld' && canonicalJson(event.data) === canonicalJson(hold),
    });
  }

  release(release: ReleaseUse, header: RequestHeader): Answer {
    return this.run(`release/${release.hold}`, header, {
      decide: (state) => releaseUse(state, release),
      repeats: (event) => event.type === 'UseReleased' && event.data.hold === release.hold,
    });
  }

  private async run(key: string, header: RequestHeader, command: Omit<Command, 'revision'>): Answer {
    const done = await this.commands.run(
      { ...header, idempotencyKey: key },
      { ...command, revision: (state) => state.position },
    );
    return done.ok ? ok({}) : done;
  }
}
