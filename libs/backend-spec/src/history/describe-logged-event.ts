import { eventText, marketplaceEventText, type LogName } from '@enginehouse/contracts';
import { describeEvent } from './describe-event.js';

interface LoggedEvent {
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: unknown;
}

const texts: Readonly<Record<LogName, (event: LoggedEvent) => string>> = {
  catalog: describeEvent,
  scheduling: eventText,
  marketplace: marketplaceEventText,
};

/** What an event of a log says in a few plain words; its type where this version knows the event or the log too little. */
export const describeLoggedEvent = (log: string, event: LoggedEvent): string =>
  isLog(log) ? texts[log](event) : event.type;

const isLog = (name: string): name is LogName => Object.hasOwn(texts, name);
