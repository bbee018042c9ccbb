import { describeLoggedEvent } from '@enginehouse/backend-spec';
import type { LoggedEvent } from './logged-event.js';

/** What an event says in a few plain words; its type where nothing better is known. */
export const wordsOf = (event: LoggedEvent): string => describeLoggedEvent(event.log, event);
