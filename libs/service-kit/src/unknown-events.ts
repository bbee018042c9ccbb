import { isReadable } from '@enginehouse/contracts';
import { Counter } from 'prom-client';

/** An event as far as it matters here. */
interface Passed {
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: unknown;
  readonly position: number;
}

const unknownEvents = new Counter({
  name: 'enginehouse_unknown_events_total',
  help: 'Events that were passed over because a later release wrote them, by type',
  labelNames: ['type'],
});

/** Counts the events of a log that this release cannot read, each once, and tells once of every type and schema. */
export class UnknownEvents {
  private readonly told = new Set<string>();
  private counted = 0;

  constructor(private readonly tell: (text: string) => void) {}

  /** Notes those that cannot be read; to be called in the order of the log. Repeating what was noted changes nothing. */
  note(events: readonly Passed[]): void {
    for (const event of events) {
      if (event.position > this.counted) {
        this.counted = event.position;
        this.count(event);
      }
    }
  }

  private count(event: Passed): void {
    if (isReadable(event)) {
      return;
    }
    const { type, schemaVersion, position } = event;
    unknownEvents.inc({ type });
    const kind = `${type}, schema ${schemaVersion}`;
    if (!this.told.has(kind)) {
      this.told.add(kind);
      this.tell(`${kind}, first at position ${position}: this release cannot read it and passes it over`);
    }
  }
}
