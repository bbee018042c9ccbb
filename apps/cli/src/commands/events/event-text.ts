import { describeEvent } from '@enginehouse/backend-spec';
import { eventText, marketplaceEventText } from '@enginehouse/contracts';

interface Told {
  readonly log: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: unknown;
}

const texts: Readonly<Record<string, (event: Told) => string>> = {
  catalog: describeEvent,
  scheduling: eventText,
  marketplace: marketplaceEventText,
};

/** What an event says, in a few plain words; undefined where this version has none for it. */
export function textOf(event: Told): string | undefined {
  const text = texts[event.log]?.(event);
  return text === event.type ? undefined : text;
}
