import { Injectable } from '@nestjs/common';

const windowMs = 60_000;
const allowedPerWindow = 30;
const mostAddresses = 10_000;

interface Attempts {
  readonly since: number;
  readonly count: number;
}

/**
 * Counts failed attempts per address. Guessing 256 random bits is hopeless anyway; this keeps a client in a loop from
 * filling the log and the CPU. A good token is never held back by the bad ones of its neighbours.
 */
@Injectable()
export class FailedAttempts {
  private readonly byAddress = new Map<string, Attempts>();

  /** Counts one more; seconds to wait where it was one too many. */
  fail(address: string, now: number = Date.now()): number | undefined {
    const known = this.byAddress.get(address);
    const current = known && now - known.since < windowMs ? known : { since: now, count: 0 };
    // Deleting first keeps the map in the order of the last failure, so that the oldest can be dropped.
    this.byAddress.delete(address);
    this.byAddress.set(address, { ...current, count: current.count + 1 });
    this.dropOldest();
    return current.count < allowedPerWindow ? undefined : Math.ceil((current.since + windowMs - now) / 1000);
  }

  private dropOldest(): void {
    const [oldest] = this.byAddress.keys();
    if (this.byAddress.size > mostAddresses && oldest !== undefined) {
      this.byAddress.delete(oldest);
    }
  }
}
