import { Inject, Injectable } from '@nestjs/common';
import type { LogLife } from '@enginehouse/contracts';
import type { EventStore } from '@enginehouse/event-store';
import { EVENT_STORE } from '../ports.js';

/**
 * The life of the log that workers are told with their assignments. The last one read holds while the database does not
 * answer: workers are served from memory then. A new life that begins meanwhile is told with the next assignments.
 */
@Injectable()
export class CurrentLife {
  private known: LogLife | undefined;

  constructor(@Inject(EVENT_STORE) private readonly store: Pick<EventStore, 'head'>) {}

  async get(): Promise<LogLife | undefined> {
    const reading = this.read();
    if (!this.known) {
      await reading;
    }
    return this.known;
  }

  private async read(): Promise<void> {
    try {
      const { logId, epoch } = await this.store.head();
      this.known = { logId, life: epoch };
    } catch {
      // Told by the log's own health check.
    }
  }
}
