import { Gauge, register } from 'prom-client';
import type { BusLiveViews } from './adapters/bus/bus-live-views.js';
import type { SchedulingRelay } from './adapters/bus/scheduling-relay.js';
import type { DecisionLog } from './application/decision-log.js';
import type { FactIntake } from './application/fact-intake.js';
import type { Leader } from './application/leader.js';
import type { LeaseKeeper } from './application/lease-keeper.js';
import type { ParkedFacts } from './application/parked-facts.js';

/** What the metrics are read from, when somebody asks for them. */
export interface Measured {
  readonly log: DecisionLog;
  readonly leader: Leader;
  readonly leases: LeaseKeeper;
  readonly facts: FactIntake;
  readonly parked: ParkedFacts;
  readonly live: BusLiveViews;
  readonly relay: SchedulingRelay;
}

/** What an operator wants to see of the scheduler. */
export function registerMetrics({ log, leader, leases, facts, parked, live, relay }: Measured): void {
  gauge('leading', '1 where this process leads', () => (leader.health().ok ? 1 : 0));
  gauge('log_position', 'Position of the last folded event', () => log.state.position);
  gauge('deployments', 'Deployments', () => log.state.activeDeployments().length);
  gauge('evictions_frozen', 'Silent workers whose instances are held where they are', () => leases.frozen.length);
  gauge('facts_parked', 'Facts that were given up', () => parked.count);
  gauge('messages_rejected', 'Heartbeats and progress that were not as declared', () => live.rejected);
  gauge('relay_lag', 'Events of the log that are not in the stream yet', () => relay.lag);
  gaugeBy('instances', 'Instances by state', 'state', () => countBy(log.state.liveInstances(), (each) => each.state));
  gaugeBy('workers', 'Workers by state', 'state', () => countBy(log.state.workers(), (each) => each.state));
  gaugeBy('facts_dropped', 'Facts that were about nothing current, by reason', 'why', () => facts.dropped);
}

const prefix = 'enginehouse_scheduler_';

function gauge(name: string, help: string, value: () => number): void {
  register.registerMetric(
    new Gauge({
      name: prefix + name,
      help,
      registers: [],
      collect() {
        this.set(value());
      },
    }),
  );
}

function gaugeBy(name: string, help: string, label: string, values: () => ReadonlyMap<string, number>): void {
  register.registerMetric(
    new Gauge({
      name: prefix + name,
      help,
      labelNames: [label],
      registers: [],
      collect() {
        this.reset();
        values().forEach((value, key) => this.set({ [label]: key }, value));
      },
    }),
  );
}

function countBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  items.forEach((item) => counts.set(key(item), (counts.get(key(item)) ?? 0) + 1));
  return counts;
}
