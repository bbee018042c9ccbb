import { Counter, Gauge, register } from 'prom-client';
import type { Phase } from './domain/instance-state.js';

/** What the metrics are read from, when somebody asks for them. */
export interface Measured {
  phases(): readonly Phase[];
  waitingFacts(): number;
  isConnected(): boolean;
  isEngineThere(): boolean;
}

const prefix = 'enginehouse_runtime_';

/** Facts told, by type: restarts, failures and all else that happens to instances here. */
export const toldFacts = new Counter({
  name: `${prefix}facts_total`,
  help: 'Facts about instances, by type',
  labelNames: ['type'],
});

/** What an operator wants to see of a worker. */
export function registerMetrics(measured: Measured): void {
  gauge('facts_waiting', 'Facts that are not acknowledged yet', () => measured.waitingFacts());
  gauge('connected', '1 while NATS is connected', () => Number(measured.isConnected()));
  gauge('engine_up', '1 while the container engine answers', () => Number(measured.isEngineThere()));
  register.registerMetric(
    new Gauge({
      name: `${prefix}instances`,
      help: 'Instances by phase',
      labelNames: ['phase'],
      registers: [],
      collect() {
        this.reset();
        measured.phases().forEach((phase) => this.inc({ phase }));
      },
    }),
  );
}

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
