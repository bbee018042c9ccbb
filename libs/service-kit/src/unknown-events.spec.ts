import { register } from 'prom-client';
import { beforeEach, describe, expect, it } from 'vitest';
import { UnknownEvents } from './unknown-events.js';

const event = (position: number, type: string, schemaVersion = 1) => ({ position, type, schemaVersion, data: {} });

async function counts() {
  const metric = await register.getSingleMetric('enginehouse_unknown_events_total')?.get();
  return Object.fromEntries((metric?.values ?? []).map(({ labels, value }) => [labels['type'], value]));
}

describe('events that this release cannot read', () => {
  beforeEach(() => register.resetMetrics());

  it('are counted by type, and each kind is told once', async () => {
    const told: string[] = [];
    const unknown = new UnknownEvents((text) => told.push(text));
    unknown.note([event(1, 'BackendRegistered'), event(2, 'BackendPainted'), event(3, 'BackendPainted')]);
    unknown.note([event(4, 'BackendRegistered', 99)]);
    expect(await counts()).toEqual({ BackendPainted: 2, BackendRegistered: 1 });
    expect(told).toEqual([
      'BackendPainted, schema 1, first at position 2: this release cannot read it and passes it over',
      'BackendRegistered, schema 99, first at position 4: this release cannot read it and passes it over',
    ]);
  });

  it('are counted once when the log is read again', async () => {
    const unknown = new UnknownEvents(() => {});
    unknown.note([event(1, 'BackendPainted')]);
    unknown.note([event(1, 'BackendPainted'), event(2, 'BackendPainted')]);
    expect(await counts()).toEqual({ BackendPainted: 2 });
  });
});
