import { describeLoggedEvent } from '@enginehouse/backend-spec';

interface Told {
  readonly log: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: unknown;
}

/** What an event says, in a few plain words; undefined where this version has none for it. */
export function textOf(event: Told): string | undefined {
  const text = describeLoggedEvent(event.log, event);
  return text === event.type ? undefined : text;
}
