import type { Claim, Explanation } from '@enginehouse/contracts';
import { candidateFor, devicesWithRoom, shareOf, type Candidate } from './candidate.js';
import { filters } from './filters.js';
import type { Ledger, WorkerUsage } from './ledger.js';
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

type Rejection = Explanation['rejected'][number];

interface Scored {
  readonly candidate: Candidate;
  readonly option: VersionOption;
  readonly terms: Readonly<Record<string, number>>;
  readonly score: number;
}

/** A worker judged with what was claimed on it at that time. */
interface Judgement {
  readonly usage: WorkerUsage;
  readonly verdict: Scored | { readonly code: Rejection['code']; readonly detail: string };
}

/**
 * Decides where replicas of one deployment go. Every worker is looked at; ties go to the first name, so the same ask,
 * workers and ledger always give the same answer. From one replica to the next only the workers whose claims have
 * changed are judged again. The caller holds each claim in the ledger before asking for the next.
 */
export class Placer {
  private readonly judged = new Map<string, Judgement>();

  constructor(
    private readonly ask: PlacementAsk,
    private readonly workers: readonly WorkerSnapshot[],
  ) {}

  place(ledger: Ledger): PlacementOutcome {
    const best: Scored[] = [];
    const rejected = new Map<string, Rejection>();
    for (const worker of this.workers) {
      const verdict = this.judge(worker, ledger);
      if ('score' in verdict) {
        insertByScore(best, verdict);
      } else {
        rejected.set(verdict.code, withWorker(rejected.get(verdict.code), verdict, worker.report.name));
      }
    }
    return this.outcome(best, [...rejected.values()].sort(byFilterOrder));
  }

  private judge(worker: WorkerSnapshot, ledger: Ledger): Judgement['verdict'] {
    const { name } = worker.report;
    const usage = ledger.usageOf(name);
    const known = this.judged.get(name);
    if (known?.usage === usage) {
      return known.verdict;
    }
    const verdict = verdictOn(candidateFor(this.ask, worker, ledger));
    this.judged.set(name, { usage, verdict });
    return verdict;
  }

  private outcome([best, ...others]: readonly Scored[], rejected: Rejection[]): PlacementOutcome {
    const { ask, workers } = this;
    const common = { strategy: ask.placement.strategy, considered: workers.length, rejected };
    if (!best) {
      const text = refusalText(ask, workers.length, rejected);
      return { placed: false, explanation: { outcome: 'waiting', text, ...common, candidates: [] } };
    }
    const { candidate, option } = best;
    const claim = claimOf(candidate);
    const text = placedText(candidate, option, claim);
    const candidates = [best, ...others].map((each) => shown(each, each === best));
    return {
      placed: true,
      worker: candidate.capacity.name,
      option,
      claim,
      explanation: { outcome: 'placed', text, ...common, candidates },
    };
  }
}

/** Decides where a single replica goes. */
export const place = (ask: PlacementAsk, workers: readonly WorkerSnapshot[], ledger: Ledger): PlacementOutcome =>
  new Placer(ask, workers).place(ledger);

function verdictOn(candidate: Candidate): Judgement['verdict'] {
  for (const { code, rejects } of filters) {
    const detail = rejects(candidate);
    if (detail !== null) {
      return { code, detail };
    }
  }
  const { option } = candidate;
  return option ? scoreOf(candidate, option) : { code: 'framework-missing', detail: 'runs no version' };
}

function scoreOf(candidate: Candidate, option: VersionOption): Scored {
  const terms = strategies[candidate.ask.placement.strategy].terms(candidate);
  return { candidate, option, terms, score: Object.values(terms).reduce((total, each) => total + each, 0) };
}

/** Keeps the best few in order; the rest of thousands is not worth sorting. */
function insertByScore(best: Scored[], scored: Scored): void {
  const at = best.findIndex((each) => byScore(scored, each) < 0);
  if (at >= 0) {
    best.splice(at, 0, scored);
    best.length = Math.min(best.length, shownCandidates);
  } else if (best.length < shownCandidates) {
    best.push(scored);
  }
}

const byScore = (a: Scored, b: Scored): number =>
  b.score - a.score || (a.candidate.capacity.name < b.candidate.capacity.name ? -1 : 1);

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
