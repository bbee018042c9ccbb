import type { Decision } from './events.js';
import type { SchedulerState } from './scheduler-state.js';

/** Something that is decided once a time is over; on the state of then, so that it may have lost its sense. */
export interface Wait {
  /** The same for as long as the same time runs. */
  readonly key: string;
  readonly afterMs: number;
  /** The deployment whose routes the gateway must know as they are: nothing new may be sent where they do not lead. */
  readonly afterRoutesOf?: string;
  readonly decide: (state: SchedulerState) => readonly Decision[];
}
