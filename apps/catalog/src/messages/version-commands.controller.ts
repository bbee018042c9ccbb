import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { catalog } from '@enginehouse/contracts';
import { BusContext, Handles } from '@enginehouse/messaging';
import type { z } from 'zod';
import { AddVersionHandler } from '../use-cases/add-version/add-version.handler.js';
import { ChangeVersionHandler } from '../use-cases/change-version/change-version.handler.js';
import { EditVersionHandler } from '../use-cases/edit-version/edit-version.handler.js';
import { DeprecateVersionHandler } from '../use-cases/deprecate-version/deprecate-version.handler.js';
import { RestoreVersionHandler } from '../use-cases/restore-version/restore-version.handler.js';
import { RemoveVersionHandler } from '../use-cases/remove-version/remove-version.handler.js';
import { SetDefaultVersionHandler } from '../use-cases/set-default-version/set-default-version.handler.js';

type Input<C extends keyof typeof catalog> = z.output<(typeof catalog)[C]['input']>;

/** Commands about versions of a backend. */
@Controller()
export class VersionCommandsController {
  constructor(
    private readonly add: AddVersionHandler,
    private readonly change: ChangeVersionHandler,
    private readonly edit: EditVersionHandler,
    private readonly deprecate: DeprecateVersionHandler,
    private readonly restore: RestoreVersionHandler,
    private readonly remove: RemoveVersionHandler,
    private readonly setDefault: SetDefaultVersionHandler,
  ) {}

  @Handles(catalog.addVersion)
  addVersion(@Payload() input: Input<'addVersion'>, @Ctx() context: BusContext) {
    return this.add.execute(input, context.header);
  }

  @Handles(catalog.changeVersion)
  changeVersion(@Payload() input: Input<'changeVersion'>, @Ctx() context: BusContext) {
    return this.change.execute(input, context.header);
  }

  @Handles(catalog.editVersion)
  editVersion(@Payload() input: Input<'editVersion'>, @Ctx() context: BusContext) {
    return this.edit.execute(input, context.header);
  }

  @Handles(catalog.deprecateVersion)
  deprecateVersion(@Payload() input: Input<'deprecateVersion'>, @Ctx() context: BusContext) {
    return this.deprecate.execute(input, context.header);
  }

  @Handles(catalog.restoreVersion)
  restoreVersion(@Payload() input: Input<'restoreVersion'>, @Ctx() context: BusContext) {
    return this.restore.execute(input, context.header);
  }

  @Handles(catalog.removeVersion)
  removeVersion(@Payload() input: Input<'removeVersion'>, @Ctx() context: BusContext) {
    return this.remove.execute(input, context.header);
  }

  @Handles(catalog.setDefaultVersion)
  setDefaultVersion(@Payload() input: Input<'setDefaultVersion'>, @Ctx() context: BusContext) {
    return this.setDefault.execute(input, context.header);
  }
}
