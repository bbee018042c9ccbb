import { readdirSync, readFileSync } from 'node:fs';
import type { RecordedEvent } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { readableEvent } from '../application/readable-event.js';
import { evolve, type Backend } from './backend.js';

const directory = new URL('../../../../libs/contracts/src/upcasting/fixtures/', import.meta.url);
const recorded = readdirSync(directory)
  .map((file) => JSON.parse(readFileSync(new URL(file, directory), 'utf8')) as RecordedEvent)
  .filter(({ streamId }) => streamId.startsWith('backend:'));

/** A backend to which everything that was recorded could have happened. */
const before: Backend = {
  status: 'live',
  source: 'custom',
  definition: {
    backend_name: 'engine-custom',
    versions: ['1.9', '1.10', '2.0'].map((name) => ({ name, images: [{ framework: 'cpu', image_name: 'a/b:1' }] })),
  },
};
/** A registration begins anew; the other two leave a live backend without deprecations as it is. */
const unlikeOthers = ['BackendRegistered', 'VersionRestored', 'RemovalAbandoned'];
const titled = (isAlike: boolean) =>
  recorded
    .filter(({ type }) => unlikeOthers.includes(type) !== isAlike)
    .map((event) => [`${event.type} (version ${event.schemaVersion})`, event] as const);
const after = (event: RecordedEvent): Backend => {
  const readable = readableEvent(event);
  return readable ? evolve(before, readable) : { status: 'absent' };
};

describe('an event that an earlier release recorded', () => {
  it.each(titled(true))('still changes something: %s', (_, event) => {
    expect(readableEvent(event)).toBeDefined();
    expect(after(event)).not.toEqual(before);
  });

  it.each(titled(false))('still leaves a live backend: %s', (_, event) => {
    expect(after(event).status).toBe('live');
  });
});
