import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { scheduling } from '@enginehouse/contracts';
import { BusContext, Handles } from '@enginehouse/messaging';
import { PreviewQuery } from '../queries/preview/preview-query.js';
import type { Input } from './input.js';

/** Looking at a container before there is one. */
@Controller()
export class PreviewController {
  constructor(private readonly query: PreviewQuery) {}

  @Handles(scheduling.preview)
  preview(@Payload() input: Input<'preview'>, @Ctx() context: BusContext) {
    return this.query.execute(input, context.header);
  }
}
