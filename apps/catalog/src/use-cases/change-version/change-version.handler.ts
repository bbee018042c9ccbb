import { Injectable } from '@nestjs/common';
import type { catalog, RequestHeader } from '@enginehouse/contracts';
import type { z } from 'zod';
import { done } from '../../application/done.js';
import { LockableCommands, type LockableCommand } from '../../application/lockable-commands.js';
import { changeVersion } from '../../domain/backend.decisions.js';

type Input = z.output<typeof catalog.changeVersion.input>;

@Injectable()
export class ChangeVersionHandler {
  constructor(private readonly backends: LockableCommands) {}

  async execute(input: Input, header: RequestHeader) {
    const { name, lock, expectedRevision } = input;
    const command: LockableCommand = {
      name,
      lock,
      expectedRevision,
      versions: [input.version],
      pathOf: ({ image }) => ['version', 'images', image, 'image_name'],
      decideOn:
        ([version = input.version]) =>
        (state) =>
          changeVersion(state, { ...input, version }),
    };
    return done(await this.backends.run(command, header));
  }
}
