import type { Target } from './route-table.js';

/** How long an instance that could not be reached is avoided while others can. */
const avoidMs = 2000;

/** A request's hold on an instance; released when its answer is over. */
export interface Lease {
  readonly target: Target;
  release(): void;
}

/** Sends each request to the instance with the fewest requests under way; equals take turns. */
export class Balancer {
  private readonly outstanding = new Map<string, number>();
  private readonly avoided = new Map<string, number>();
  private turn = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Takes the best of the targets; undefined when there are none. */
  take(targets: readonly Target[]): Lease | undefined {
    const reachable = targets.filter((target) => !this.isAvoided(target));
    const candidates = reachable.length > 0 ? reachable : targets;
    const least = Math.min(...candidates.map((target) => this.countOf(target)));
    const best = candidates.filter((target) => this.countOf(target) === least);
    this.turn = (this.turn + 1) % Number.MAX_SAFE_INTEGER;
    const target = best[this.turn % best.length];
    return target ? this.lease(target) : undefined;
  }

  /** Remembers that an instance could not be reached just now. */
  avoid(target: Target): void {
    this.avoided.set(keyOf(target), this.now() + avoidMs);
  }

  /** Requests under way on an instance. */
  countOf(target: Target): number {
    return this.outstanding.get(keyOf(target)) ?? 0;
  }

  private isAvoided(target: Target): boolean {
    const until = this.avoided.get(keyOf(target));
    if (until !== undefined && until <= this.now()) {
      this.avoided.delete(keyOf(target));
      return false;
    }
    return until !== undefined;
  }

  private lease(target: Target): Lease {
    this.add(target, 1);
    let held = true;
    const release = () => {
      if (held) {
        held = false;
        this.add(target, -1);
      }
    };
    return { target, release };
  }

  private add(target: Target, change: number): void {
    const count = this.countOf(target) + change;
    if (count > 0) {
      this.outstanding.set(keyOf(target), count);
    } else {
      this.outstanding.delete(keyOf(target));
    }
  }
}

const keyOf = (target: Target) => `${target.id}/${target.generation}`;
