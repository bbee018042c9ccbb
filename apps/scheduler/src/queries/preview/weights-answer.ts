import type { Preview, RequestHeader } from '@enginehouse/contracts';
import { demandOf, estimateOf, place } from '@enginehouse/placement';
import { withDeadline } from '@enginehouse/service-kit';
import type { PreviewSources } from '../../ports.js';
import { placementAskOf } from '../../domain/placement-ask-of.js';
import type { SchedulerState } from '../../domain/scheduler-state.js';
import { snapshotOf } from '../../domain/worker-snapshot.js';
import type { PreviewDraft } from './preview-draft.js';

/** What the weights say about GPU memory; null where nobody can say it. */
export type WeightsAnswer = NonNullable<Preview['claim']['estimate']> | null;

/** Whose files are to be looked at. */
export interface WeightsQuestion {
  readonly path: string;
  /** Those to ask, the one that would run it first. */
  readonly workers: readonly string[];
  readonly gpus: number;
}

/** A preview does not wait for longer: what it says about weights is only advice. */
const patienceMs = 1500;
const mostAsked = 3;

/** Whom to ask about the weights of a draft; null where it claims no GPU or its model is not on a worker's disk. */
export function weightsQuestion(state: SchedulerState, draft: PreviewDraft): WeightsQuestion | null {
  const { spec } = draft.question;
  const { option } = draft.placement;
  const { gpus } = demandOf(spec.resources, option.framework);
  if (spec.model?.source !== 'local_path' || option.framework === 'cpu' || gpus === 0) {
    return null;
  }
  return { path: spec.model.path, workers: workersFor(state, draft).slice(0, mostAsked), gpus };
}

/** Where it would go, and then whoever could take it if there were room: how much is free says nothing about files. */
function workersFor(state: SchedulerState, { question, placement }: PreviewDraft): readonly string[] {
  const { spec, worker: named } = question;
  const resources = { ...spec.resources, gpus: 0, memoryMib: 0, cpus: 0 };
  const ask = placementAskOf({ spec: { ...spec, resources }, options: [placement.option] });
  const workers = state.workers().filter(({ name }) => named === undefined || name === named);
  const { candidates } = place(ask, workers.map(snapshotOf), state.ledger).explanation;
  const chosen = placement.worker ? [placement.worker.name] : [];
  return [...new Set([...chosen, ...candidates.map(({ worker }) => worker)])];
}

/** Asks them all at once and takes the first that knows. */
export async function askAboutWeights(
  sources: Pick<PreviewSources, 'weights'>,
  question: WeightsQuestion | null,
  header: RequestHeader,
): Promise<WeightsAnswer> {
  if (question === null) {
    return null;
  }
  const { path, workers, gpus } = question;
  const ask = async (worker: string): Promise<WeightsAnswer> => {
    const weights = await sources.weights(worker, path, header, patienceMs);
    if (!weights.ok || weights.value.weightsBytes === 0) {
      throw new Error(`${worker} cannot tell`);
    }
    return { worker, ...estimateOf(weights.value, gpus) };
  };
  try {
    return await withDeadline({ afterMs: patienceMs }, () => Promise.any(workers.map(ask)));
  } catch {
    return null;
  }
}
