import { describe, expect, it } from 'vitest';
import { describeLoggedEvent } from './describe-logged-event.js';

const event = (type: string, data: object = {}) => ({ type, schemaVersion: 1, data });

describe('an event of a log', () => {
  it.each([
    ['catalog', event('VersionRemoved', { version: '1.10' }), 'removed version 1.10'],
    ['scheduling', event('DeploymentDeleted'), 'deleted'],
    ['marketplace', event('EntryWithdrawn'), 'not offered by its source any more'],
  ])('of %s is told in its words', (log, told, text) => {
    expect(describeLoggedEvent(log, told)).toBe(text);
  });

  it('is its type where the event or the log is unknown', () => {
    expect(describeLoggedEvent('marketplace', event('DeploymentDeleted'))).toBe('DeploymentDeleted');
    expect(describeLoggedEvent('toString', event('EntryWithdrawn'))).toBe('EntryWithdrawn');
  });
});
