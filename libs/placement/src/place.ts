import type { Claim, Explanation } from '@enginehouse/contracts';
import { candidateFor, devicesWithRoom, shareOf, type Candidate } from './candidate.js';
import { filters } from './filters.js';
import type { Ledger } from './ledger.js';
import type { PlacementAsk, VersionOption, WorkerSnapshot } from './placement-ask.js';
import { placedText } from './placed-text.js';
import { byFilterOrder, refusalText } from './refusal-text.js';
import { strategies } from './strategies.js';

/** Where a replica goes and what it holds there, or why it has to wait. */
export type PlacementOutcome =
  | {
      readonly placed: true;
      readonly worker: string;
      readonly option: VersionOption;
      readonly claim: Claim;
      readonly explanation: Explanation;
    }
  | { readonly placed: false; readonly explanation: Explanation };

const shownWorkers = 5;
const shownCandidates = 3;

interface Scored {
  readonly candidate: Candidate;
  readonly option: VersionOption;
  readonly terms: Readonly<Record<string, number>>;
  readonly score: number;
}

/**
 * Decides where one replica goes. Every worker is looked at; ties go to the first name, so the same ask, workers and
 * ledger always give the same answer. The caller holds the claim in the ledger once the decision is in the log.
 */
export function place(ask: PlacementAsk, workers: readonly WorkerSnapshot[], ledger: Ledger): PlacementOutcome {
  const scored: Scored[] = [];
  const rejected = new Map<string, Explanation['rejected'][number]>();
  for (const worker of workers) {
    const candidate = candidateFor(ask, worker, ledger);
    const refusal = firstRefusal(candidate);
    if (refusal) {
      rejected.set(refusal.code, withWorker(rejected.get(refusal.code), refusal, worker.report.name));
    } else if (candidate.option) {
      scored.push(scoreOf(candidate, candidate.option));
    }
  }
  const common = {
    strategy: ask.placement.strategy,
    considered: workers.length,
    rejected: [...rejected.values()].sort(byFilterOrder),
  };
  const [best, ...others] = scored.sort(byScore);
  if (!best) {
    const text = refusalText(ask, workers.length, common.rejected);
    return { placed: false, explanation: { outcome: 'waiting', text, ...common, candidates: [] } };
  }
  const claim = claimOf(best.candidate);
  return {
    placed: true,
    worker: best.candidate.capacity.name,
    option: best.option,
    claim,
    explanation: {
      outcome: 'placed',
      text: placedText(best.candidate, best.option, claim),
      ...common,
      candidates: [best, ...others].slice(0, shownCandidates).map((each) => shown(each, each === best)),
    },
  };
}

function firstRefusal(candidate: Candidate) {
  for (const { code, rejects } of filters) {
    const detail = rejects(candidate);
    if (detail !== null) {
      return { code, detail };
    }
  }
  return undefined;
}

type Rejection = Explanation['rejected'][number];

function withWorker(
  before: Rejection | undefined,
  { code, detail }: { readonly code: Rejection['code']; readonly detail: string },
  worker: string,
): Rejection {
  const workers = before?.workers ?? [];
  return {
    code,
    count: (before?.count ?? 0) + 1,
    workers: workers.length < shownWorkers ? [...workers, { worker, detail }] : workers,
  };
}

function scoreOf(candidate: Candidate, option: VersionOption): Scored {
  const terms = strategies[candidate.ask.placement.strategy].terms(candidate);
  return { candidate, option, terms, score: Object.values(terms).reduce((total, each) => total + each, 0) };
}

const byScore = (a: Scored, b: Scored): number =>
  b.score - a.score || (a.candidate.capacity.name < b.candidate.capacity.name ? -1 : 1);

function claimOf(candidate: Candidate): Claim {
  const { demand, ask } = candidate;
  const chosen = strategies[ask.placement.strategy]
    .orderDevices(candidate, devicesWithRoom(candidate))
    .slice(0, demand.gpus);
  const gpus = chosen.map((device) => ({
    index: device.index,
    uuid: device.uuid,
    vendor: device.vendor,
    claimMib: shareOf(demand, device),
  }));
  return { gpus, memoryMib: demand.memoryMib, cpus: demand.cpus };
}

const shown = ({ candidate, terms, score }: Scored, chosen: boolean): Explanation['candidates'][number] => ({
  worker: candidate.capacity.name,
  score,
  terms,
  chosen,
});
