import { ok, type catalog, type RecordedEvent } from '@enginehouse/contracts';
import type { Bus } from '@enginehouse/messaging';
import { uuidv7 } from '@enginehouse/service-kit';

const pollMs = 10;
const epochs = [{ epoch: 1, afterPosition: 0 }];

/** A log that a test fills, served as the catalog or the scheduler serve theirs. */
export class SimulatedLog {
  private readonly events: RecordedEvent[] = [];
  /** How many pages were asked for. */
  reads = 0;

  get head(): number {
    return this.events.length;
  }

  /** Appends; the position of the new event. */
  add(streamId: string, type: string, data: unknown, recordedAt = new Date().toISOString()): number {
    const position = this.events.length + 1;
    const version = this.events.filter((event) => event.streamId === streamId).length + 1;
    const meta = { actor: 'user:test', correlationId: 'c' };
    this.events.push({ id: uuidv7(), type, schemaVersion: 1, data, meta, position, streamId, version, recordedAt });
    return position;
  }

  serve(bus: Bus, contract: typeof catalog.feed): { stop(): void } {
    return bus.serve(contract, async ({ after, limit, waitMs }) => {
      this.reads += 1;
      await this.waitBeyond(after, waitMs);
      return ok({
        events: this.events.slice(after, after + limit),
        head: this.events.length,
        logId: 'simulated',
        epochs,
      });
    });
  }

  private async waitBeyond(after: number, waitMs: number): Promise<void> {
    for (let waited = 0; waited < waitMs && this.events.length <= after; waited += pollMs) {
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }
}
