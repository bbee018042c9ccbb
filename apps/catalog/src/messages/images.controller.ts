import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { catalog } from '@enginehouse/contracts';
import { Handles } from '@enginehouse/messaging';
import type { z } from 'zod';
import { ImageUpdatesQuery } from '../queries/image-updates/image-updates.query.js';
import { InspectImageQuery } from '../queries/inspect-image/inspect-image.query.js';

type Input<C extends keyof typeof catalog> = z.output<(typeof catalog)[C]['input']>;

/** What registries know. */
@Controller()
export class ImagesController {
  constructor(
    private readonly inspectImageQuery: InspectImageQuery,
    private readonly imageUpdatesQuery: ImageUpdatesQuery,
  ) {}

  @Handles(catalog.inspectImage)
  inspectImage(@Payload() input: Input<'inspectImage'>) {
    return this.inspectImageQuery.execute(input);
  }

  @Handles(catalog.imageUpdates)
  imageUpdates(@Payload() input: Input<'imageUpdates'>) {
    return this.imageUpdatesQuery.execute(input);
  }
}
