import type { Claim, Explanation } from '@enginehouse/contracts';
import type { Ledger } from './ledger.js';
import { Placer } from './place.js';
import type { PlacementAsk, VersionOption, WorkerSnapshot } from './placement-ask.js';

/** Replicas that are to be replaced by those of another definition. */
export interface RolloutQuestion {
  /** What is asked for one of the new ones. */
  readonly ask: PlacementAsk;
  readonly workers: readonly WorkerSnapshot[];
  /** Everything that is claimed now, by the old ones too. It is not changed. */
  readonly ledger: Ledger;
  /** The instances that go, in that order. */
  readonly outgoing: readonly string[];
  /** How many new ones there are to be. */
  readonly replicas: number;
}

/** One replica on its way: what goes, and where the new one finds its place. */
export interface RolloutStep {
  readonly outgoing: string | null;
  readonly worker: string;
  readonly option: VersionOption;
  readonly claim: Claim;
  readonly explanation: Explanation;
}

/** Whether replicas can be replaced one after the other in one way, or which of them (from 1) finds no place and why. */
export type Rollout =
  | { readonly possible: true; readonly steps: readonly RolloutStep[] }
  | { readonly possible: false; readonly replica: number; readonly explanation: Explanation };

/** Tries it with a new replica placed before an old one goes (`surge`), or after it (`in-place`). */
export function planRollout(question: RolloutQuestion, mode: 'surge' | 'in-place'): Rollout {
  const { ask, workers, outgoing, replicas } = question;
  const ledger = question.ledger.copy();
  const placer = new Placer(ask, workers);
  const steps: RolloutStep[] = [];
  for (let index = 0; index < replicas; index += 1) {
    const leaving = outgoing[index] ?? null;
    if (leaving !== null && mode === 'in-place') {
      ledger.release(leaving);
    }
    const outcome = placer.place(ledger);
    if (!outcome.placed) {
      return { possible: false, replica: index + 1, explanation: outcome.explanation };
    }
    const { worker, option, claim, explanation } = outcome;
    ledger.hold({ instance: `new replica ${index + 1}`, deployment: ask.deployment, worker, claim });
    if (leaving !== null) {
      ledger.release(leaving);
    }
    steps.push({ outgoing: leaving, worker, option, claim, explanation });
  }
  return { possible: true, steps };
}
