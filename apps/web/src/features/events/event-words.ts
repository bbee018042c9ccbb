import { describeEvent } from '@enginehouse/backend-spec';
import { eventText, marketplaceEventText, type LogName } from '@enginehouse/contracts';
import type { LoggedEvent } from './logged-event.js';

const texts: Readonly<Record<LogName, (event: LoggedEvent) => string>> = {
  catalog: describeEvent,
  scheduling: eventText,
  marketplace: marketplaceEventText,
};

/** What an event says in a few plain words; its type where nothing better is known. */
export const wordsOf = (event: LoggedEvent): string => texts[event.log](event);
