import { Inject, Injectable } from '@nestjs/common';
import { ok, type LogReport, type Problem, type Result } from '@enginehouse/contracts';
import type { EventStore } from '@enginehouse/event-store';
import { EVENT_STORE } from '../../ports.js';

/** Whether the log is what was once written, byte for byte. */
@Injectable()
export class VerifyLogQuery {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute(): Promise<Result<LogReport, Problem>> {
    const found = await this.store.verifyLog();
    const { position } = await this.store.head();
    if (found.intact) {
      const detail = `${found.events} events up to position ${found.position} are as they were written.`;
      return ok({ log: 'marketplace', ok: true, position: found.position, commits: found.events, detail });
    }
    const { firstBadPosition: badPosition, reason } = found;
    const detail = `The log differs from what was written, first at position ${badPosition}: ${reason}`;
    return ok({ log: 'marketplace', ok: false, position, commits: 0, badPosition, detail });
  }
}
