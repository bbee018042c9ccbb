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
const unchanging = new Set(['RemovalAbandoned', 'VersionRestored', 'BackendRegistered']);

describe('an event that an earlier release recorded', () => {
  it.each(recorded.map((event) => [`${event.type} (version ${event.schemaVersion})`, event] as const))(
    'still changes what it changed: %s',
    (_, event) => {
      const readable = readableEvent(event);
      expect(readable).toBeDefined();
      const after = readable ? evolve(before, readable) : before;
      if (unchanging.has(event.type)) expect(after.status).toBe('live');
      else expect(after).not.toEqual(before);
    },
  );
});
