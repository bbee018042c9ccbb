import { Inject, Injectable } from '@nestjs/common';
import type { catalog } from '@enginehouse/contracts';
import type { z } from 'zod';
import { IMAGE_REGISTRY, type ImageRegistry } from '../../ports.js';

type Input = z.output<typeof catalog.inspectImage.input>;

@Injectable()
export class InspectImageQuery {
  constructor(@Inject(IMAGE_REGISTRY) private readonly registry: ImageRegistry) {}

  execute({ image, fresh = false }: Input) {
    return this.registry.imageFacts(image, { fresh });
  }
}
