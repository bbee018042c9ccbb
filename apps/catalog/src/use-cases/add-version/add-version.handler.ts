import { Injectable } from '@nestjs/common';
import type { catalog, RequestHeader } from '@enginehouse/contracts';
import type { z } from 'zod';
import { done } from '../../application/done.js';
import { isUpstream } from '../../application/is-upstream.js';
import { LockableCommands, type LockableCommand } from '../../application/lockable-commands.js';
import { addVersion } from '../../domain/backend.decisions.js';

type Input = z.output<typeof catalog.addVersion.input>;

@Injectable()
export class AddVersionHandler {
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
          addVersion(state, { ...input, version, upstream: isUpstream(header) }),
    };
    return done(await this.backends.run(command, header));
  }
}
