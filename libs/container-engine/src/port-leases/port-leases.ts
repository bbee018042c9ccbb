import { err, ok, type Result } from '@enginehouse/contracts';
import {
  candidates,
  defaultPortRange,
  emptyTable,
  portOf,
  withLease,
  withoutLease,
  type LeaseTable,
  type PortRange,
} from './lease-table.js';

/** Where leases are kept between restarts. */
export interface LeaseStore {
  /** Null where nothing usable is stored. */
  load(range: PortRange): Promise<LeaseTable | null>;
  /** Returns when the table is safe on disk. */
  save(table: LeaseTable): Promise<void>;
}

/** Every port of the range is leased or in use by something else. */
export interface NoPortLeft {
  readonly code: 'no-port-left';
  readonly detail: string;
}

/** What leases are made from. */
export interface PortLeaseOptions {
  readonly store: LeaseStore;
  /** Whether nothing on this host listens on the port. */
  readonly isFree: (port: number) => Promise<boolean>;
  readonly range?: PortRange;
}

/**
 * Hands out host ports, each to one owner at a time. A lease is stored before it is handed out and lasts over restarts
 * until it is released. Calls are served one after the other.
 */
export class PortLeases {
  private queue: Promise<unknown> = Promise.resolve();

  private constructor(
    private table: LeaseTable,
    private readonly options: PortLeaseOptions,
  ) {}

  /** Takes up the stored leases, or starts without any. */
  static async open(options: PortLeaseOptions): Promise<PortLeases> {
    const range = options.range ?? defaultPortRange;
    return new PortLeases((await options.store.load(range)) ?? emptyTable(range), options);
  }

  /** The owner's port: the one it holds, else a free one. */
  async lease(owner: string): Promise<Result<number, NoPortLeft>> {
    return await this.inTurn(async () => {
      const held = portOf(this.table, owner);
      return held === undefined ? await this.findFree(owner) : ok(held);
    });
  }

  /** Another port, for an owner whose own turned out to be taken by something else. */
  async exchange(owner: string): Promise<Result<number, NoPortLeft>> {
    return await this.inTurn(() => this.findFree(owner));
  }

  /** Notes the port of a container that was found running. False where another owner holds it. */
  async adopt(owner: string, port: number): Promise<boolean> {
    return await this.inTurn(async () => {
      const holder = Object.entries(this.table.leases).find(([, held]) => held === port)?.[0];
      if (holder !== undefined && holder !== owner) return false;
      if (holder === undefined) await this.change(withLease(this.table, owner, port));
      return true;
    });
  }

  /** Gives the owner's port back; nothing happens where it holds none. */
  async release(owner: string): Promise<void> {
    await this.inTurn(async () => {
      if (portOf(this.table, owner) !== undefined) await this.change(withoutLease(this.table, owner));
    });
  }

  /** Every owner and its port. */
  leases(): Readonly<Record<string, number>> {
    return this.table.leases;
  }

  private async findFree(owner: string): Promise<Result<number, NoPortLeft>> {
    for (const port of candidates(this.table)) {
      if (!(await this.options.isFree(port))) continue;
      await this.change(withLease(this.table, owner, port));
      return ok(port);
    }
    const { from, to } = this.table.range;
    return err({ code: 'no-port-left', detail: `All ports from ${from} to ${to} are leased or in use.` });
  }

  private async change(table: LeaseTable): Promise<void> {
    await this.options.store.save(table);
    this.table = table;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.queue.then(work);
    this.queue = turn.catch(() => {});
    return await turn;
  }
}
