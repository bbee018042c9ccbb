import { readdirSync, readFileSync } from 'node:fs';
import { streamKinds, type RecordedEvent } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { readLogged } from './events.js';
import { SchedulerState } from './scheduler-state.js';

const directory = new URL('../../../../libs/contracts/src/upcasting/fixtures/', import.meta.url);
const isOurs = ({ streamId }: RecordedEvent): boolean => {
  const kind = streamId.slice(0, streamId.indexOf(':'));
  return streamKinds[kind as keyof typeof streamKinds].log === 'scheduling';
};
const recorded = readdirSync(directory)
  .map((file) => JSON.parse(readFileSync(new URL(file, directory), 'utf8')) as RecordedEvent)
  .filter(isOurs)
  .toSorted((one, other) => one.position - other.position);

describe('an event that an earlier release recorded', () => {
  it.each(recorded.map((event) => [`${event.type} (version ${event.schemaVersion})`, event] as const))(
    'is folded as it was: %s',
    (_, event) => {
      const logged = readLogged(event);
      expect(logged).toMatchObject({ type: event.type, data: event.data });
    },
  );

  it('can follow others of its kind of which some are missing', () => {
    const state = new SchedulerState();
    for (const event of recorded) {
      const logged = readLogged(event);
      if (logged) state.apply(logged);
    }
    expect(state.position).toBe(recorded.at(-1)?.position);
  });
});
