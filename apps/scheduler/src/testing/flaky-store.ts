import type { NewEvent } from '@enginehouse/contracts';
import { InMemoryEventStore, type AppendOptions, type AppendOutcome } from '@enginehouse/event-store';

/** A log in memory whose database can be away, lose its answer, or belong to another leader. */
export class FlakyStore extends InMemoryEventStore {
  /** What happens to the next appends, one each; then everything works again. */
  readonly troubles: ('lost-answer' | 'no-answer' | 'not-leader')[] = [];

  override async append(
    streamId: string,
    events: readonly NewEvent[],
    options?: AppendOptions,
  ): Promise<AppendOutcome> {
    const trouble = this.troubles.shift();
    if (trouble === 'not-leader') {
      return { kind: 'unavailable', reason: 'not-leader' };
    }
    if (trouble === 'no-answer') {
      return { kind: 'unavailable', reason: 'no-answer' };
    }
    const outcome = await super.append(streamId, events, options);
    return trouble === 'lost-answer' ? { kind: 'unavailable', reason: 'no-answer' } : outcome;
  }
}
