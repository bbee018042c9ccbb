import type { RecordedEvent } from '@enginehouse/contracts';
import { expect, it } from 'vitest';
import { endedBy } from './ended-by.js';

const event = (streamId: string, type: string, actor: string): RecordedEvent =>
  ({ streamId, type, meta: { actor }, recordedAt: `of ${actor}` }) as unknown as RecordedEvent;

it('names who deleted it last, and nobody where the page did not see it', () => {
  const events = [
    event('deployment:chat', 'DeploymentDeleted', 'ada'),
    event('deployment:chat', 'DeploymentDeleted', 'bob'),
    event('deployment:other', 'DeploymentDeleted', 'eve'),
  ];
  expect(endedBy(events, 'deployment:chat', 'DeploymentDeleted')).toEqual({ actor: 'bob', at: 'of bob' });
  expect(endedBy(events, 'deployment:tiny', 'DeploymentDeleted')).toBeUndefined();
});
