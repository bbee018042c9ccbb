import { Inject, Injectable } from '@nestjs/common';
import { err, ok, type catalog, type Problem, type Result } from '@enginehouse/contracts';
import type { z } from 'zod';
import { askRegistries } from '../../application/ask-registries.js';
import { refusals } from '../../domain/refusals.js';
import { BACKEND_VIEWS, IMAGE_REGISTRY, type BackendViews, type ImageRegistry } from '../../ports.js';
import { imageQuestions, statusOf } from './image-status.js';

type Input = z.output<typeof catalog.imageUpdates.input>;
type Output = z.output<typeof catalog.imageUpdates.output>;

/** How long all registries together may take. The API waits longer. */
const patienceMs = 15_000;

@Injectable()
export class ImageUpdatesQuery {
  constructor(
    @Inject(BACKEND_VIEWS) private readonly views: BackendViews,
    @Inject(IMAGE_REGISTRY) private readonly registry: ImageRegistry,
  ) {}

  async execute({ name }: Input): Promise<Result<Output, Problem>> {
    const backend = await this.views.get(name);
    if (!backend) return err(refusals.backendNotFound(name));
    const questions = imageQuestions(backend.definition);
    const tags = questions.map(({ tag }) => tag);
    const answers = await askRegistries(this.registry, tags, { afterMs: patienceMs, fresh: false });
    const items = questions.flatMap((question) => {
      const answer = answers.get(question.tag);
      return answer ? [statusOf(question, answer)] : [];
    });
    return ok({ name: backend.name, revision: backend.revision, items });
  }
}
