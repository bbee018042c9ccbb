import { describe, expect, it } from 'vitest';
import { wordsOf } from './event-words.js';
import { arrangedEvents, logged } from './logged-event.js';
import { event } from './testing/an-event.js';

describe('the list of events', () => {
  it('knows the log of each from its stream', () => {
    expect(logged(event('1', { streamId: 'backend:x' })).log).toBe('catalog');
    expect(logged(event('1', { streamId: 'instance:x-1' })).log).toBe('scheduling');
    expect(logged(event('1', { streamId: 'entry:s/x' })).log).toBe('marketplace');
  });

  it('shows the newest first, and each once', () => {
    const events = [event('1'), event('3'), event('2'), event('3')];
    expect(arrangedEvents(events, {}).map(({ id }) => id)).toEqual(['3', '2', '1']);
  });

  it('keeps the events of a log, and those in which the searched text occurs', () => {
    const events = [event('1', { log: 'scheduling', type: 'WorkerJoined' }), event('2')];
    expect(arrangedEvents(events, { log: 'catalog' }).map(({ id }) => id)).toEqual(['2']);
    expect(arrangedEvents(events, { search: 'workerj' }).map(({ id }) => id)).toEqual(['1']);
    expect(arrangedEvents(events, { search: 'ANN' })).toHaveLength(2);
  });

  it('finds what stands in a row: the words, the log and the position', () => {
    const scaled = event('1', {
      log: 'scheduling',
      streamId: 'deployment:chat',
      type: 'DeploymentScaled',
      data: { from: 1, to: 3 },
    });
    expect(wordsOf(scaled)).toContain('scaled from 1 to 3 replicas');
    const found = (search: string) => arrangedEvents([scaled, event('2')], { search }).map(({ id }) => id);
    expect(found('To 3 Replicas')).toEqual(['1']);
    expect(found('scheduling')).toEqual(['1']);
    expect(found('no such thing')).toEqual([]);
  });
});
