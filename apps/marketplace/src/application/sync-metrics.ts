import { Counter, Gauge, Histogram, register as registry } from 'prom-client';
import type { Source } from '../domain/source.js';

/** What an operator wants to see of the syncs. Alarm on `failures_in_a_row`: three are an alarm in the log too. */
export class SyncMetrics {
  private readonly syncs = new Counter({
    name: 'enginehouse_marketplace_syncs_total',
    help: 'Syncs of this process, by outcome; `retried` counts failed attempts that are made again',
    labelNames: ['outcome'],
    registers: [],
  });
  private readonly duration = new Histogram({
    name: 'enginehouse_marketplace_sync_seconds',
    help: 'How long the last attempt of syncs that went well took',
    labelNames: ['outcome'],
    buckets: [0.1, 0.3, 1, 3, 10, 30, 60],
    registers: [],
  });

  count(outcome: 'succeeded' | 'unchanged' | 'failed' | 'retried'): void {
    this.syncs.inc({ outcome });
  }

  observe(outcome: 'succeeded' | 'unchanged', seconds: number): void {
    this.count(outcome);
    this.duration.observe({ outcome }, seconds);
  }

  /** Values are read when they are asked for. */
  register(sources: () => ReadonlyMap<string, Source>, relayLag: () => number): void {
    registry.registerMetric(this.syncs);
    registry.registerMetric(this.duration);
    perSource('entries', 'Entries that a source offers', sources, (source) => source.snapshot?.counts.entries ?? 0);
    perSource(
      'failures_in_a_row',
      'Syncs of a source that failed one after the other',
      sources,
      (source) => source.failures,
    );
    registry.registerMetric(
      new Gauge({
        name: 'enginehouse_marketplace_relay_lag',
        help: 'Events of the log that are not in the stream yet',
        registers: [],
        collect() {
          this.set(relayLag());
        },
      }),
    );
  }
}

function perSource(
  name: string,
  help: string,
  sources: () => ReadonlyMap<string, Source>,
  value: (source: Extract<Source, { status: 'live' }>) => number,
): void {
  registry.registerMetric(
    new Gauge({
      name: `enginehouse_marketplace_${name}`,
      help,
      labelNames: ['source'],
      registers: [],
      collect() {
        this.reset();
        for (const [source, state] of sources()) {
          if (state.status === 'live') this.set({ source }, value(state));
        }
      },
    }),
  );
}
