import { Gauge, register } from 'prom-client';
import type { EventStore } from '@enginehouse/event-store';
import type { CatalogRelay } from './adapters/bus/catalog-relay.js';

/** What an operator wants to see of the log. Values are read when they are asked for. */
export function registerMetrics(store: EventStore, relay: CatalogRelay): void {
  gauge('enginehouse_catalog_appended_events', 'Events appended by this process', () => store.status().appendedEvents);
  gauge(
    'enginehouse_catalog_waiting_appends',
    'Appends that wait for the database',
    () => store.status().waitingAppends,
  );
  gauge('enginehouse_catalog_relay_lag', 'Events of the log that are not in the stream yet', () => relay.lag);
}

function gauge(name: string, help: string, value: () => number): void {
  const metric = new Gauge({
    name,
    help,
    registers: [],
    collect() {
      this.set(value());
    },
  });
  register.registerMetric(metric);
}
