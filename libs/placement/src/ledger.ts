import type { Claim } from '@enginehouse/contracts';

/** A claim that is held: which instance of which deployment holds it on which worker. */
export interface Reservation {
  readonly instance: string;
  readonly deployment: string;
  readonly worker: string;
  readonly claim: Claim;
}

/** What is claimed on one device, in MiB, and by whom. */
export interface DeviceUsage {
  readonly claimedMib: number;
  readonly instances: readonly string[];
}

/** What is claimed on one worker. Devices are keyed by uuid: indexes change when a card is added or dies. */
export interface WorkerUsage {
  readonly memoryMib: number;
  readonly cpus: number;
  readonly devices: ReadonlyMap<string, DeviceUsage>;
  /** In the order in which they were placed. */
  readonly instances: readonly string[];
  /** Instances of each deployment there. */
  readonly replicas: ReadonlyMap<string, number>;
}

const nothing: WorkerUsage = { memoryMib: 0, cpus: 0, devices: new Map(), instances: [], replicas: new Map() };
const nothingOnDevice: DeviceUsage = { claimedMib: 0, instances: [] };

/**
 * Who holds what: the sum of all placements that were not given up. It is only ever changed by what the log says
 * (`InstancePlaced` holds; `InstanceEvicted` and `InstanceDeleted` release), so folding the log gives it back.
 */
export class Ledger {
  private readonly held = new Map<string, Reservation>();
  private readonly usage = new Map<string, WorkerUsage>();

  /** Records a claim. An instance holds one at a time: an older one of it is released. */
  hold(reservation: Reservation): void {
    this.release(reservation.instance);
    this.held.set(reservation.instance, reservation);
    this.usage.set(reservation.worker, added(this.usageOf(reservation.worker), reservation, 1));
  }

  /** Gives an instance's claim back; nothing happens where it holds none. */
  release(instance: string): void {
    const reservation = this.held.get(instance);
    if (!reservation) {
      return;
    }
    this.held.delete(instance);
    this.usage.set(reservation.worker, added(this.usageOf(reservation.worker), reservation, -1));
  }

  usageOf(worker: string): WorkerUsage {
    return this.usage.get(worker) ?? nothing;
  }

  /** Everything held on a worker, in the order in which it was claimed. */
  reservationsOn(worker: string): readonly Reservation[] {
    return this.usageOf(worker).instances.flatMap((instance) => this.held.get(instance) ?? []);
  }

  /** A ledger that starts from the same claims: for trying out decisions before they are in the log. */
  copy(): Ledger {
    const copy = new Ledger();
    this.held.forEach((value, key) => copy.held.set(key, value));
    this.usage.forEach((value, key) => copy.usage.set(key, value));
    return copy;
  }
}

/** What is claimed on one device of a worker. */
export const deviceUsage = (usage: WorkerUsage, uuid: string): DeviceUsage =>
  usage.devices.get(uuid) ?? nothingOnDevice;

function added(usage: WorkerUsage, { instance, deployment, claim }: Reservation, sign: 1 | -1): WorkerUsage {
  const devices = new Map(usage.devices);
  for (const { uuid, claimMib } of claim.gpus) {
    const before = devices.get(uuid) ?? nothingOnDevice;
    devices.set(uuid, {
      claimedMib: before.claimedMib + sign * claimMib,
      instances: listed(before.instances, instance, sign),
    });
  }
  const replicas = new Map(usage.replicas).set(deployment, (usage.replicas.get(deployment) ?? 0) + sign);
  return {
    memoryMib: usage.memoryMib + sign * claim.memoryMib,
    cpus: toMilli(usage.cpus + sign * claim.cpus),
    devices,
    instances: listed(usage.instances, instance, sign),
    replicas,
  };
}

const listed = (instances: readonly string[], instance: string, sign: 1 | -1): readonly string[] =>
  sign === 1 ? [...instances, instance] : instances.filter((id) => id !== instance);

/** CPU claims are fractions; without rounding, adding and taking back 0.1 often enough leaves crumbs. */
const toMilli = (cpus: number): number => Math.round(cpus * 1000) / 1000;
