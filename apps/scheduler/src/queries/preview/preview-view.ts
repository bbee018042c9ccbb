import { maskSecrets, mountsOf, networkOf, publishAddressOf, quoteCommand } from '@enginehouse/backend-spec';
import { containerLabels, ok, type ImageFacts, type Preview, type Problem, type Result } from '@enginehouse/contracts';
import { demandOf } from '@enginehouse/placement';
import type { ImageAnswer } from './image-answer.js';
import { effectiveCommand, previewRendered, provisionalPort, unknownValue } from './preview-container.js';
import type { PreviewDraft } from './preview-draft.js';
import { previewEnvironment } from './preview-environment.js';
import { nameRefusal, previewNotes, previewWarnings } from './preview-remarks.js';
import type { WeightsAnswer } from './weights-answer.js';

/** A draft as its reader sees it, with what the registry says about its image and a worker about its weights. No secret is left in it. */
export function previewView(
  draft: PreviewDraft,
  image: ImageAnswer,
  estimate: WeightsAnswer = null,
): Result<Preview, Problem> {
  const rendered = previewRendered(draft);
  if (!rendered.ok) {
    return rendered;
  }
  const { plan, parts } = draft;
  const { facts } = image;
  const command = effectiveCommand(rendered.value, facts);
  return ok({
    ...decisions(draft),
    entrypoint: command.entrypoint && [...command.entrypoint],
    entrypointOrigin: parts.entrypointOrigin ?? 'image',
    argv: [...command.argv],
    commandOrigin: parts.commandOrigin ?? (plan.parameters.length > 0 ? 'deployment' : 'image'),
    shellCommand: quoteCommand([...(command.entrypoint ?? []), ...command.argv]),
    environment: previewEnvironment(parts.environment, facts?.env ?? {}, plan.devices),
    mounts: mountsOf(plan),
    port: portOf(draft),
    labels: labelsOf(draft),
    claim: { ...claimOf(draft), estimate },
    placement: placementOf(draft),
    imageFacts: facts && withoutSecrets(facts),
    imageNote: image.note,
    warnings: previewWarnings(draft, rendered.value, image),
    ...nameRefusal(draft),
    notes: previewNotes(draft),
  });
}

function decisions({ plan, parts, placement, question }: PreviewDraft) {
  const { backend, revision } = question.backend;
  const { version, reason } = placement.option;
  return {
    backend,
    revision,
    version,
    versionReason: reason,
    framework: plan.framework,
    image: plan.image,
    imageOrigin: parts.imageOrigin,
    devices: plan.devices,
    securityProfile: plan.profile,
    network: networkOf(plan.profile),
    memoryMib: plan.memoryMib ?? null,
    cpus: plan.cpus ?? null,
    shmMib: plan.shmMib,
    healthCheckPath: plan.health.path,
  };
}

function claimOf({ placement: { option }, question }: PreviewDraft): Preview['claim'] {
  const { gpus, gpuMemoryMib, memoryMib, cpus } = demandOf(question.spec.resources, option.framework);
  return { gpus, gpuMemoryMib, memoryMib, cpus };
}

const placementOf = ({ placement: { worker, explanation } }: PreviewDraft): Preview['placement'] => ({
  worker: worker?.name ?? null,
  reason: explanation.text,
  explanation,
});

function portOf({ plan, placement }: PreviewDraft): Preview['port'] {
  const worker = placement.worker?.address;
  const published = networkOf(plan.profile) === 'host' ? (address: string) => address : publishAddressOf;
  const address = worker === undefined ? unknownValue('worker') : published(worker);
  return { container: provisionalPort, address, provisional: true };
}

function labelsOf({ installation, instance, planDigest, placement, question }: PreviewDraft): Preview['labels'] {
  const owner = { installation, worker: placement.worker?.name ?? unknownValue('worker') };
  const assignment = { deployment: question.spec.name, instance, generation: 1, planDigest };
  return containerLabels(owner, assignment, provisionalPort);
}

const withoutSecrets = (facts: ImageFacts): ImageFacts => ({ ...facts, env: maskSecrets(facts.env) });
