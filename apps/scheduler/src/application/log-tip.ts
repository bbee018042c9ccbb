import { Injectable } from '@nestjs/common';
import { DecisionLog } from './decision-log.js';

/** Lets readers wait for the log to grow. */
@Injectable()
export class LogTip {
  private readonly waiting = new Set<() => void>();

  constructor(private readonly log: DecisionLog) {
    log.onChange(() => this.waiting.forEach((look) => look()));
  }

  /** Resolves when a position is in the log, or the time is over. */
  waitFor(position: number, timeoutMs: number): Promise<void> {
    if (this.log.state.position >= position) {
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.waiting.delete(look);
        resolve();
      };
      const look = () => {
        if (this.log.state.position >= position) {
          done();
        }
      };
      const timer = setTimeout(done, timeoutMs);
      this.waiting.add(look);
    });
  }
}
