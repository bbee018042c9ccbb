import type { ParkedMessage } from '@enginehouse/messaging';
import type { Logger } from '@enginehouse/service-kit';

/** Facts that were given up: logged with all they hold and counted, so that somebody is told. */
export class ParkedFacts {
  private parked = 0;

  constructor(private readonly logger: Logger) {}

  get count(): number {
    return this.parked;
  }

  park(message: ParkedMessage): Promise<void> {
    const { subject, sequence, payload, error } = message;
    this.parked += 1;
    this.logger.error({ subject, sequence, payload, error }, 'a fact was given up');
    return Promise.resolve();
  }
}
