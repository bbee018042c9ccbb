import { Inject, Injectable } from '@nestjs/common';
import type { Preview, PreviewInput, Problem, RequestHeader, Result } from '@enginehouse/contracts';
import { DecisionLog } from '../../application/decision-log.js';
import { PREVIEW_SOURCES, SETTINGS, type PreviewSources } from '../../ports.js';
import type { SchedulerSettings } from '../../settings.js';
import { askAboutImage, notAsked } from './image-answer.js';
import { readBackend } from './preview-backend.js';
import { previewDraft } from './preview-draft.js';
import { previewView } from './preview-view.js';
import { askAboutWeights, weightsQuestion } from './weights-answer.js';

/** `Preview`: what would be started for a deployment, decided as for a real start. */
@Injectable()
export class PreviewQuery {
  constructor(
    private readonly log: DecisionLog,
    @Inject(PREVIEW_SOURCES) private readonly sources: PreviewSources,
    @Inject(SETTINGS) private readonly settings: SchedulerSettings,
  ) {}

  async execute(input: PreviewInput, header: RequestHeader): Promise<Result<Preview, Problem>> {
    const backend = await readBackend(this.sources, input, header);
    if (!backend.ok) {
      return backend;
    }
    const spec = { ...input.deployment, backend: backend.value.backend };
    const question = { spec, backend: backend.value, worker: input.worker };
    const draft = previewDraft(this.log.state, question, this.settings);
    if (!draft.ok) {
      return draft;
    }
    const { image } = draft.value.plan;
    const [aboutImage, weights] = await Promise.all([
      input.offline ? notAsked : askAboutImage(this.sources, image, header),
      askAboutWeights(this.sources, weightsQuestion(this.log.state, draft.value), header),
    ]);
    return previewView(draft.value, aboutImage, weights);
  }
}
