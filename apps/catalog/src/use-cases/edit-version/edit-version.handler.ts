import { Injectable } from '@nestjs/common';
import type { catalog, RequestHeader } from '@enginehouse/contracts';
import type { z } from 'zod';
import { done } from '../../application/done.js';
import { LockableCommands, type LockableCommand } from '../../application/lockable-commands.js';
import { editVersion } from '../../domain/backend.decisions.js';

type Input = z.output<typeof catalog.editVersion.input>;

@Injectable()
export class EditVersionHandler {
  constructor(private readonly backends: LockableCommands) {}

  async execute(input: Input, header: RequestHeader) {
    const { name, lock, expectedRevision, changes } = input;
    const command: LockableCommand = {
      name,
      lock,
      expectedRevision,
      // What it says nothing about stays as it is, locked or not.
      versions: changes.images ? [{ name: input.version, images: changes.images }] : [],
      pathOf: ({ image }) => ['version', 'images', image, 'image_name'],
      decideOn:
        ([version]) =>
        (state) =>
          editVersion(state, { ...input, changes: { ...changes, ...(version && { images: version.images }) } }),
    };
    return done(await this.backends.run(command, header));
  }
}
